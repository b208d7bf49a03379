// ESLint rule `clinic/words`: names are the clinic's own words. Words that say nothing (or a second word for an idea that has one)
// may not be part of a name that we give ourselves; names that a package gave (dataSource, payloadCodec) are listed as its own.

/** Word -> what to say instead. */
export const banned = {
  entity: 'the noun of the clinic', entities: 'the noun of the clinic', item: 'the noun of the clinic', items: 'the noun of the clinic',
  data: 'what it is', info: 'what it is', manager: 'what it does (it is a role of the clinic)', helper: 'what it does', helpers: 'what it does',
  util: 'what it does', utils: 'what it does', dto: 'the noun of the clinic', dtos: 'the noun of the clinic', payload: 'what is in it', status: 'stage',
};
/** Verbs that hide what happens, at the beginning of a function's name. */
export const vagueVerbs = ['process', 'handle', 'manage', 'execute'];
/** Names that others gave: TypeORM's data source, Temporal's converter and codec, the status of HTTP and FHIR, a questionnaire's risk item; the role. */
export const notOurs = /(dataSource|dataConverter|payloadCodec|statusCode|httpStatus|fhirStatus|riskItem|(as|by|for|to)Manager)/i;

const wordsOf = (name) => name.replace(notOurs, '').split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter(Boolean).map((word) => word.toLowerCase());

/** What is wrong with this name, or undefined. */
export function wrongWord(name, isFunction = false) {
  const words = wordsOf(name);
  const bad = words.find((word) => Object.hasOwn(banned, word));
  if (bad) return `"${name}": not "${bad}", say ${banned[bad]}.`;
  return isFunction && vagueVerbs.includes(words[0]) ? `"${name}": a function is named by a verb of the clinic, not "${words[0]}".` : undefined;
}

const isFunctionNode = (node) => ['ArrowFunctionExpression', 'FunctionExpression'].includes(node?.type);

export default {
  rules: {
    words: {
      meta: { type: 'suggestion', schema: [{ type: 'object', properties: { properties: { type: 'boolean' }, http: { type: 'boolean' } }, additionalProperties: false }], docs: { description: 'names are the clinic\'s own words' } },
      create(context) {
        // properties: also the names in an interface, where none mirrors a foreign shape. http: `status` is that of an answer.
        const [{ properties = false, http = false } = {}] = context.options;
        const check = (name, isFunction) => {
          if (name?.type !== 'Identifier' || (http && name.name === 'status')) return;
          const message = wrongWord(name.name, isFunction);
          if (message) context.report({ node: name, message });
        };
        return {
          VariableDeclarator: (node) => check(node.id, isFunctionNode(node.init)),
          FunctionDeclaration: (node) => { check(node.id, true); node.params.forEach((one) => check(one)); },
          ArrowFunctionExpression: (node) => node.params.forEach((one) => check(one)),
          MethodDefinition: (node) => check(node.key, true),
          ClassDeclaration: (node) => check(node.id),
          TSInterfaceDeclaration: (node) => check(node.id),
          TSTypeAliasDeclaration: (node) => check(node.id),
          TSPropertySignature: (node) => { if (properties) check(node.key); },
        };
      },
    },
  },
};
