// Names of staff for views. Only names: what people may do is read afresh by the gate on every request.
import { Inject, Injectable } from '@nestjs/common';
import { listStaff } from '#database';
import type { WhoView } from '#contracts';
import { SURROUNDINGS, type Surroundings } from './surroundings.js';

const FRESH_FOR_MS = 30_000;
export type NameOf = (staffId: string) => WhoView;

@Injectable()
export class StaffNames {
  private names = new Map<string, string>([['system', 'Handrail']]);
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  /** Names as of half a minute ago at most; an id that nobody has is its own name. */
  async current(): Promise<NameOf> {
    if (performance.now() - this.readAt > FRESH_FOR_MS) await (this.reading ??= this.read().finally(() => { this.reading = undefined; }));
    const { names } = this;
    return (staffId) => ({ staffId, name: names.get(staffId) ?? staffId });
  }
  private async read(): Promise<void> {
    const staff = await listStaff(this.surroundings.database);
    this.names = new Map([['system', 'Handrail'], ...staff.map((one): [string, string] => [one.staffId, one.name])]);
    this.readAt = performance.now();
  }
}
