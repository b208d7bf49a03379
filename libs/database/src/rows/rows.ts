// Every row class, for the DataSource and the drift test. Foreign keys stand in the migrations; rows are read by id, never by relation.
import { ReferralRow, ReferralActRow, ReferralEventRow, TaskRow, TaskCommentRow, AppointmentRow, StrandRow, DeliveryRow } from './referral-rows.js';
import { PersonRow, PersonChangeRow, ClinicalNoteRow, DocumentRow, IntakeRow } from './people-rows.js';
import { AuditEventRow, AuditHeadRow } from './audit-rows.js';
import { ServiceRow, TeamRow, ServicePolicyRow, StaffMemberRow, IdempotencyRow } from './service-rows.js';
import { SessionRow, SignInUsedRow, StaffIdentityRow } from './session-rows.js';

export const rows = [ReferralRow, ReferralActRow, ReferralEventRow, TaskRow, TaskCommentRow, AppointmentRow, StrandRow, DeliveryRow, PersonRow, PersonChangeRow, ClinicalNoteRow, DocumentRow, IntakeRow, ServiceRow, TeamRow, ServicePolicyRow, StaffMemberRow, IdempotencyRow, AuditEventRow, AuditHeadRow, StaffIdentityRow, SessionRow, SignInUsedRow];
