// People, and the words and files kept about them. Words are sealed; names are plain, for search.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('person')
@Index('person_nhs_number', { synchronize: false })
@Index('person_postcode', { synchronize: false })
@Index('person_family', { synchronize: false })
@Index('person_given', { synchronize: false })
export class PersonRow {
  @PrimaryColumn({ name: 'person_id', type: 'uuid' }) personId!: string;
  @Column({ name: 'given_name', type: 'text', nullable: true }) givenName!: string | null;
  @Column({ name: 'family_name', type: 'text' }) familyName!: string;
  @Column({ name: 'date_of_birth', type: 'date' }) dateOfBirth!: string;
  @Column({ name: 'sex', type: 'text', nullable: true }) sex!: string | null;
  @Column({ name: 'ethnicity', type: 'text', nullable: true }) ethnicity!: string | null;
  @Column({ name: 'phone', type: 'text', nullable: true }) phone!: string | null;
  @Column({ name: 'email', type: 'text', nullable: true }) email!: string | null;
  @Column({ name: 'postcode', type: 'text', nullable: true }) postcode!: string | null;
  @Column({ name: 'address', type: 'text', nullable: true }) address!: string | null;
  @Column({ name: 'interpreter_language', type: 'text', nullable: true }) interpreterLanguage!: string | null;
  @Column({ name: 'safe_to_leave_voicemail', type: 'boolean', nullable: true }) safeToLeaveVoicemail!: boolean | null;
  @Column({ name: 'gp_ods', type: 'text', nullable: true }) gpOds!: string | null;
  @Column({ name: 'nhs_number', type: 'bytea', nullable: true }) nhsNumber!: Buffer | null;
  @Column({ name: 'nhs_number_index', type: 'bytea', nullable: true }) nhsNumberIndex!: Buffer | null;
  @Column({ name: 'nhs_number_as_sent', type: 'bytea', nullable: true }) nhsNumberAsSent!: Buffer | null;
  @Column({ name: 'given_key', type: 'text', default: '' }) givenKey!: string;
  @Column({ name: 'family_key', type: 'text', default: '' }) familyKey!: string;
  @Column({ name: 'family_sound', type: 'text', default: '' }) familySound!: string;
  @Column({ name: 'postcode_key', type: 'text', default: '' }) postcodeKey!: string;
  @Column({ name: 'version', type: 'integer', default: 1 }) version!: number;
  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' }) recordedAt!: Date;
}

@Entity('person_change')
export class PersonChangeRow {
  @PrimaryColumn({ name: 'person_id', type: 'uuid' }) personId!: string;
  @PrimaryColumn({ name: 'version', type: 'integer' }) version!: number;
  @Column({ name: 'changed_by', type: 'text' }) changedBy!: string;
  @Column({ name: 'changed_at', type: 'timestamptz', default: () => 'now()' }) changedAt!: Date;
  @Column({ name: 'former', type: 'jsonb' }) former!: unknown;
}

@Entity('clinical_note')
@Index('note_referral', { synchronize: false })
export class ClinicalNoteRow {
  @PrimaryColumn({ name: 'note_id', type: 'uuid' }) noteId!: string;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'command_id', type: 'text' }) commandId!: string;
  @Column({ name: 'kind', type: 'text' }) kind!: string;
  @Column({ name: 'author', type: 'text' }) author!: string;
  @Column({ name: 'written_at', type: 'timestamptz', default: () => 'now()' }) writtenAt!: Date;
  @Column({ name: 'words', type: 'bytea' }) words!: Buffer;
}

@Entity('document')
@Index('document_referral', { synchronize: false })
export class DocumentRow {
  @PrimaryColumn({ name: 'document_id', type: 'uuid' }) documentId!: string;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'name', type: 'bytea' }) name!: Buffer;
  @Column({ name: 'media_type', type: 'text' }) mediaType!: string;
  @Column({ name: 'bytes', type: 'integer' }) bytes!: number;
  @Column({ name: 'sha256', type: 'bytea' }) sha256!: Buffer;
  @Column({ name: 'attached_by', type: 'text' }) attachedBy!: string;
  @Column({ name: 'attached_at', type: 'timestamptz', default: () => 'now()' }) attachedAt!: Date;
}

@Entity('intake')
@Index('intake_referral', { synchronize: false })
export class IntakeRow {
  @PrimaryColumn({ name: 'sender', type: 'text' }) sender!: string;
  @PrimaryColumn({ name: 'sender_reference', type: 'text' }) senderReference!: string;
  @Column({ name: 'message_hash', type: 'bytea' }) messageHash!: Buffer;
  @Column({ name: 'message', type: 'bytea' }) message!: Buffer;
  @Column({ name: 'referral_id', type: 'uuid' }) referralId!: string;
  @Column({ name: 'received_at', type: 'timestamptz', default: () => 'now()' }) receivedAt!: Date;
}
