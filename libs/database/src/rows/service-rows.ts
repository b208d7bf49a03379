// The service: its teams, staff and dated policies; and the answers kept for repeated requests.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('service')
export class ServiceRow {
  @PrimaryColumn({ name: 'service_id', type: 'text' }) serviceId!: string;
  @Column({ name: 'name', type: 'text' }) name!: string;
}

@Entity('team')
export class TeamRow {
  @PrimaryColumn({ name: 'team_id', type: 'text' }) teamId!: string;
  @Column({ name: 'service_id', type: 'text' }) serviceId!: string;
  @Column({ name: 'name', type: 'text' }) name!: string;
  @Column({ name: 'site', type: 'text' }) site!: string;
}

@Entity('service_policy')
export class ServicePolicyRow {
  @PrimaryColumn({ name: 'service_id', type: 'text' }) serviceId!: string;
  @PrimaryColumn({ name: 'version', type: 'integer' }) version!: number;
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string;
  @Column({ name: 'policy', type: 'jsonb' }) policy!: unknown;
}

@Entity('staff_member')
export class StaffMemberRow {
  @PrimaryColumn({ name: 'staff_id', type: 'text' }) staffId!: string;
  @Column({ name: 'name', type: 'text' }) name!: string;
  @Column({ name: 'roles', type: 'text', array: true }) roles!: string[];
  @Column({ name: 'discipline', type: 'text', nullable: true }) discipline!: string | null;
  @Column({ name: 'competences', type: 'text', array: true, default: () => "'{}'" }) competences!: string[];
  @Column({ name: 'team_ids', type: 'text', array: true, default: () => "'{}'" }) teamIds!: string[];
  @Column({ name: 'active', type: 'boolean', default: true }) active!: boolean;
  @Column({ name: 'left_at', type: 'timestamptz', nullable: true }) leftAt!: Date | null;
}

@Entity('idempotency')
export class IdempotencyRow {
  @PrimaryColumn({ name: 'key', type: 'text' }) key!: string;
  @PrimaryColumn({ name: 'caller', type: 'text' }) caller!: string;
  @PrimaryColumn({ name: 'route', type: 'text' }) route!: string;
  @Column({ name: 'body_hash', type: 'bytea' }) bodyHash!: Buffer;
  @Column({ name: 'status', type: 'integer', nullable: true }) status!: number | null;
  @Column({ name: 'response', type: 'jsonb', nullable: true }) response!: unknown | null;
  @Column({ name: 'at', type: 'timestamptz', default: () => 'now()' }) at!: Date;
}
