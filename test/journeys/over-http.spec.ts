import { takeTheTour } from '../../apps/cli/src/tour.js';
import { tourEnding, tourEndingNames } from '../../apps/cli/src/tour/endings.js';
import { dischargeCodeList, endings } from '#domain';
import { heardOfAll, openClinic, type Clinic } from './clinic.js';

let clinic: Clinic;
beforeAll(async () => { clinic = await openClinic(); });
afterAll(() => clinic.close());

describe('a referral over HTTP, each role in turn', () => {
  it.each(tourEndingNames)('comes to the ending "%s"', async (name) => {
    const said: string[] = [];
    const seen = await takeTheTour(clinic.traveller, clinic.staff, name, (line) => said.push(line));
    const { ending, code, course } = tourEnding(name);
    expect([seen.stage, seen.ending, seen.dischargeCode]).toEqual(['closed', ending, code ?? null]);
    expect(said.filter((line) => /^\d+\. /.test(line))).toHaveLength(course(Date.now()).steps.length + 1);
    await heardOfAll(clinic, seen.referralId);
    const left = await clinic.database.query(`SELECT 1 FROM task WHERE referral_id = $1 AND state = 'open'`, [seen.referralId]);
    expect(left).toEqual([]);
  });
  it('can come to every ending there is, and to every discharge code', () => {
    const all = tourEndingNames.map(tourEnding);
    expect(new Set(all.map((one) => one.ending))).toEqual(new Set(Object.keys(endings)));
    expect(new Set(all.flatMap((one) => one.code ?? []))).toEqual(new Set(dischargeCodeList));
  });
  it('leaves a record without fault', async () => { expect(await clinic.faults()).toEqual([]); });
});
