// The rows of a referral: the append-only acts and events, and what they amount to now. Written by record.ts alone.
import { Column, Entity, Index, PrimaryColumn, Unique, Check } from 'typeorm';

@Entity('referral')
@Index('referral_behind', { synchronize: false })
@Index('referral_due', { synchronize: false })
@Index('referral_person', { synchronize: false })
@Index('referral_lead', { synchronize: false })
export class ReferralRow {
  @PrimaryColumn({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'reference', type: 'text', unique: true }) reference!: string;
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string;
  @Column({ name: 'team_id', type: 'text' }) teamId!: string;
  @Column({ name: 'stage', type: 'text' }) stage!: string;
  @Column({ name: 'seq', type: 'integer' }) seq!: number;
  @Column({ name: 'conducted_seq', type: 'integer', default: 0 }) conductedSeq!: number;
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true }) dueAt!: Date | null;
  @Column({ name: 'received_at', type: 'timestamptz' }) receivedAt!: Date;
  @Column({ name: 'stage_since', type: 'timestamptz' }) stageSince!: Date;
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true }) closedAt!: Date | null;
  @Column({ name: 'ending', type: 'text', nullable: true }) ending!: string | null;
  @Column({ name: 'source', type: 'text' }) source!: string;
  @Column({ name: 'referrer_name', type: 'text' }) referrerName!: string;
  @Column({ name: 'referrer_ods', type: 'text', nullable: true }) referrerOds!: string | null;
  @Column({ name: 'referrer_email', type: 'text', nullable: true }) referrerEmail!: string | null;
  @Column({ name: 'preferred_modality', type: 'text', nullable: true }) preferredModality!: string | null;
  @Column({ name: 'referrer_urgency', type: 'text' }) referrerUrgency!: string;
  @Column({ name: 'urgency', type: 'text', nullable: true }) urgency!: string | null;
  @Column({ name: 'triage_code', type: 'text', nullable: true }) triageCode!: string | null;
  @Column({ name: 'risk_level', type: 'text', nullable: true }) riskLevel!: string | null;
  @Column({ name: 'flags', type: 'text', array: true, default: () => "'{}'" }) flags!: string[];
  @Column({ name: 'lead_clinician', type: 'text', nullable: true }) leadClinician!: string | null;
  @Column({ name: 'policy_version', type: 'integer' }) policyVersion!: number;
  @Column({ name: 'state', type: 'jsonb' }) state!: unknown;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' }) recordedAt!: Date;
  @Column({ name: 'changed_at', type: 'timestamptz', default: () => 'now()' }) changedAt!: Date;
  @Column({ name: 'told_at', type: 'timestamptz', nullable: true }) toldAt!: Date | null;
}

@Entity('referral_act')
@Index('act_referral', { synchronize: false })
export class ReferralActRow {
  @PrimaryColumn({ name: 'command_id', type: 'text' }) commandId!: string;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'act', type: 'text' }) act!: string;
  @Column({ name: 'command_hash', type: 'bytea' }) commandHash!: Buffer;
  @Column({ name: 'actor', type: 'text' }) actor!: string;
  @Column({ name: 'at', type: 'timestamptz' }) at!: Date;
  @Column({ name: 'first_seq', type: 'integer' }) firstSeq!: number;
  @Column({ name: 'last_seq', type: 'integer' }) lastSeq!: number;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'clock_timestamp()' }) recordedAt!: Date;
}

@Entity('referral_event')
export class ReferralEventRow {
  @PrimaryColumn({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @PrimaryColumn({ name: 'seq', type: 'integer' }) seq!: number;
  @Column({ name: 'command_id', type: 'text' }) commandId!: string;
  @Column({ name: 'type', type: 'text' }) type!: string;
  @Column({ name: 'at', type: 'timestamptz' }) at!: Date;
  @Column({ name: 'event', type: 'jsonb' }) event!: unknown;
}

@Entity('task')
@Unique('task_number', ['referralId', 'no'])
@Check('task_state', `state IN ('open', 'done', 'no-longer-needed')`)
@Index('task_queue', { synchronize: false })
@Index('task_available', { synchronize: false })
@Index('task_open', { synchronize: false })
@Index('task_mine', { synchronize: false })
export class TaskRow {
  @PrimaryColumn({ name: 'task_id', type: 'uuid' }) taskId!: string;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'no', type: 'integer' }) no!: number;
  @Column({ name: 'team_id', type: 'text' }) teamId!: string;
  @Column({ name: 'task', type: 'text' }) task!: string;
  @Column({ name: 'queue', type: 'text' }) queue!: string;
  @Column({ name: 'state', type: 'text', default: 'open' }) state!: string;
  @Column({ name: 'raised_at', type: 'timestamptz' }) raisedAt!: Date;
  @Column({ name: 'due_at', type: 'timestamptz' }) dueAt!: Date;
  @Column({ name: 'level', type: 'integer', default: 0 }) level!: number;
  @Column({ name: 'assigned_to', type: 'text', nullable: true }) assignedTo!: string | null;
  @Column({ name: 'strand_no', type: 'integer', nullable: true }) strandNo!: number | null;
  @Column({ name: 'appointment_no', type: 'integer', nullable: true }) appointmentNo!: number | null;
  @Column({ name: 'claimed_by', type: 'text', nullable: true }) claimedBy!: string | null;
  @Column({ name: 'claimed_at', type: 'timestamptz', nullable: true }) claimedAt!: Date | null;
  @Column({ name: 'follow_up_on', type: 'date', nullable: true }) followUpOn!: string | null;
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true }) closedAt!: Date | null;
  @Column({ name: 'closed_by', type: 'text', nullable: true }) closedBy!: string | null;
  @Column({ name: 'version', type: 'integer', default: 1 }) version!: number;
}

@Entity('task_comment')
@Index('comment_task', { synchronize: false })
export class TaskCommentRow {
  @PrimaryColumn({ name: 'comment_id', type: 'uuid' }) commentId!: string;
  @Column({ name: 'task_id', type: 'uuid' }) taskId!: string;
  @Column({ name: 'written_by', type: 'text' }) writtenBy!: string;
  @Column({ name: 'written_at', type: 'timestamptz', default: () => 'now()' }) writtenAt!: Date;
  @Column({ name: 'words', type: 'bytea' }) words!: Buffer;
}

@Entity('appointment')
@Index('appointment_booked', { synchronize: false })
export class AppointmentRow {
  @PrimaryColumn({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @PrimaryColumn({ name: 'no', type: 'integer' }) no!: number;
  @Column({ name: 'purpose', type: 'text' }) purpose!: string;
  @Column({ name: 'clinician_id', type: 'text' }) clinicianId!: string;
  @Column({ name: 'starts_at', type: 'timestamptz' }) startsAt!: Date;
  @Column({ name: 'ends_at', type: 'timestamptz' }) endsAt!: Date;
  @Column({ name: 'outcome', type: 'text' }) outcome!: string;
  @Column({ name: 'code', type: 'text', nullable: true }) code!: string | null;
  @Column({ name: 'counts', type: 'boolean', nullable: true }) counts!: boolean | null;
  @Column({ name: 'strand_no', type: 'integer', nullable: true }) strandNo!: number | null;
  @Column({ name: 'note_id', type: 'uuid', nullable: true }) noteId!: string | null;
}

@Entity('strand')
@Index('strand_clinician', { synchronize: false })
export class StrandRow {
  @PrimaryColumn({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @PrimaryColumn({ name: 'no', type: 'integer' }) no!: number;
  @Column({ name: 'stage', type: 'text' }) stage!: string;
  @Column({ name: 'discipline', type: 'text' }) discipline!: string;
  @Column({ name: 'modality', type: 'text' }) modality!: string;
  @Column({ name: 'format', type: 'text' }) format!: string;
  @Column({ name: 'allowance', type: 'integer', nullable: true }) allowance!: number | null;
  @Column({ name: 'used', type: 'integer' }) used!: number;
  @Column({ name: 'attended', type: 'integer' }) attended!: number;
  @Column({ name: 'clinician_id', type: 'text', nullable: true }) clinicianId!: string | null;
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true }) startedAt!: Date | null;
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true }) endedAt!: Date | null;
}

@Entity('delivery')
@Unique('delivery_number', ['referralId', 'no'])
@Check('delivery_stage', `stage IN ('waiting', 'sending', 'delivered', 'printed', 'stopped', 'failed')`)
@Index('delivery_unsent', { synchronize: false })
export class DeliveryRow {
  @PrimaryColumn({ name: 'delivery_id', type: 'uuid' }) deliveryId!: string;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'no', type: 'integer' }) no!: number;
  @Column({ name: 'letter', type: 'text' }) letter!: string;
  @Column({ name: 'addressee', type: 'text' }) addressee!: string;
  @Column({ name: 'stage', type: 'text', default: 'waiting' }) stage!: string;
  @Column({ name: 'asked_at', type: 'timestamptz' }) askedAt!: Date;
  @Column({ name: 'begun_at', type: 'timestamptz', nullable: true }) begunAt!: Date | null;
  @Column({ name: 'attempts', type: 'integer', default: 0 }) attempts!: number;
  @Column({ name: 'last_code', type: 'text', nullable: true }) lastCode!: string | null;
  @Column({ name: 'channel', type: 'text', nullable: true }) channel!: string | null;
  @Column({ name: 'delivered_at', type: 'timestamptz', nullable: true }) deliveredAt!: Date | null;
}
