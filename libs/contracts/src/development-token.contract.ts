// What a development token looks like: a JWT (HS256) signed with the key file's `token` key, naming one member of staff. It stands in
// for sign-in and is refused in production. The command line signs it, the API reads it.
export const developmentToken = {
  algorithm: 'HS256', issuer: 'handrail-development', audience: 'handrail-api', type: 'handrail-development+jwt', lifetime: '12h',
} as const;
