// Who is who at the issuer, and who is signed in. What a session says of its sign-in is sealed.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('staff_identity')
export class StaffIdentityRow {
  @PrimaryColumn({ name: 'issuer', type: 'text' }) issuer!: string;
  @PrimaryColumn({ name: 'subject', type: 'text' }) subject!: string;
  @Column({ name: 'staff_id', type: 'text' }) staffId!: string;
  @Column({ name: 'added_at', type: 'timestamptz', default: () => 'now()' }) addedAt!: Date;
}

@Entity('session')
@Index('session_secret', { synchronize: false })
@Index('session_staff', { synchronize: false })
export class SessionRow {
  @PrimaryColumn({ name: 'session_id', type: 'uuid' }) sessionId!: string;
  @Column({ name: 'secret_hash', type: 'bytea' }) secretHash!: Buffer;
  @Column({ name: 'staff_id', type: 'text' }) staffId!: string;
  @Column({ name: 'started_at', type: 'timestamptz' }) startedAt!: Date;
  @Column({ name: 'seen_at', type: 'timestamptz' }) seenAt!: Date;
  @Column({ name: 'signed_in_at', type: 'timestamptz' }) signedInAt!: Date;
  @Column({ name: 'words', type: 'bytea' }) words!: Buffer;
}

@Entity('sign_in_used')
export class SignInUsedRow {
  @PrimaryColumn({ name: 'state_hash', type: 'bytea' }) stateHash!: Buffer;
  @Column({ name: 'at', type: 'timestamptz' }) at!: Date;
}
