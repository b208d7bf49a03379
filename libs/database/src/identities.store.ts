// Who is who at an issuer: a user is (issuer, subject), never an e-mail. Links are made by whoever owns the tables, not by the API.
import { asOutage, dataSourceFor, type Database } from './database.js';
import { staffMember, type StaffRow } from './staff.store.js';

/** The member of staff of an identity; undefined when it belongs to nobody here. */
export async function staffOfIdentity(database: Database, issuer: string, subject: string): Promise<StaffRow | undefined> {
  const [one] = await database.query<{ staff_id: string }>('SELECT staff_id FROM staff_identity WHERE issuer = $1 AND subject = $2', [issuer, subject]);
  return one && staffMember(database, one.staff_id);
}
/** Issuers that know somebody who still works here. */
export async function issuersInUse(database: Pick<Database, 'query'>): Promise<string[]> {
  return (await database.query<{ issuer: string }>('SELECT DISTINCT issuer FROM staff_identity JOIN staff_member USING (staff_id) WHERE active ORDER BY issuer')).map(({ issuer }) => issuer);
}
/** Links identities to staff; one that is linked already is linked anew. Throws a sentence for a staff id that nobody has. */
export async function linkIdentities(ownerUrl: string, links: readonly { issuer: string; subject: string; staffId: string }[]): Promise<void> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1 });
  try {
    await owner.initialize();
    for (const { issuer, subject, staffId } of links) {
      const linked: unknown[] = await owner.query(`INSERT INTO staff_identity (issuer, subject, staff_id) SELECT $1, $2, staff_id FROM staff_member WHERE staff_id = $3
        ON CONFLICT (issuer, subject) DO UPDATE SET staff_id = excluded.staff_id RETURNING staff_id`, [issuer, subject, staffId]);
      if (linked.length === 0) throw new Error(`Nobody of the id "${staffId}" works here.`);
    }
  } catch (error) { throw asOutage(error); }
  finally { if (owner.isInitialized) await owner.destroy(); }
}
