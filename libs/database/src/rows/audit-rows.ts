// The audit's rows, for the drift test alone: they are written and read by SQL, in audit/.
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('audit_event')
@Check('audit_chain', 'chain BETWEEN 0 AND 63')
@Index('audit_person', { synchronize: false })
@Index('audit_persons', { synchronize: false })
export class AuditEventRow {
  @PrimaryColumn({ name: 'chain', type: 'smallint' }) chain!: number;
  @PrimaryColumn({ name: 'n', type: 'bigint' }) n!: string;
  @Column({ name: 'at', type: 'timestamptz' }) at!: Date;
  @Column({ name: 'staff_id', type: 'text' }) staffId!: string;
  @Column({ name: 'roles', type: 'text', array: true }) roles!: string[];
  @Column({ name: 'team_id', type: 'text', nullable: true }) teamId!: string | null;
  @Column({ name: 'person_id', type: 'uuid', nullable: true }) personId!: string | null;
  @Column({ name: 'event', type: 'text' }) event!: string;
  @Column({ name: 'resource', type: 'text' }) resource!: string;
  @Column({ name: 'resource_id', type: 'text', nullable: true }) resourceId!: string | null;
  @Column({ name: 'fields', type: 'text', nullable: true }) fields!: string | null;
  @Column({ name: 'act', type: 'text', nullable: true }) act!: string | null;
  @Column({ name: 'request_id', type: 'text', nullable: true }) requestId!: string | null;
  @Column({ name: 'session_hash', type: 'bytea', nullable: true }) sessionHash!: Buffer | null;
  @Column({ name: 'outcome', type: 'text' }) outcome!: string;
  @Column({ name: 'persons', type: 'uuid', array: true, default: () => "'{}'" }) persons!: string[];
  @Column({ name: 'previous', type: 'bytea' }) previous!: Buffer;
  @Column({ name: 'hash', type: 'bytea' }) hash!: Buffer;
}

@Entity('audit_head')
export class AuditHeadRow {
  @PrimaryColumn({ name: 'chain', type: 'smallint' }) chain!: number;
  @Column({ name: 'n', type: 'bigint' }) n!: string;
  @Column({ name: 'hash', type: 'bytea' }) hash!: Buffer;
  @Column({ name: 'begun_at', type: 'timestamptz', default: () => 'now()' }) begunAt!: Date;
}
