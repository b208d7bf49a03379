// TABLE of letters: what each says to a patient, and to the professional who refers or looks after them. In words a patient can read;
// which case it is and what is thought of it stands nowhere here. Every letter closes with whom to call.
import { defaultPolicy, rejectionReasons, type Letter, type Mechanism, type Question, type RejectionReason, type Signpost } from '#domain';
import type { DeliveryOrder } from '#database';

export interface LetterText { subject: string; paragraphs: string[] }
type Say = (order: DeliveryOrder) => LetterText;
const say = (subject: string, ...paragraphs: string[]): Say => () => ({ subject, paragraphs });

const questionWords: Record<Question, string> = {
  'prior-treatment': 'what has been tried before, and how it went', risk: 'any concern about safety', 'physical-health': 'physical health', consent: 'whether the patient agrees to this referral',
  ethnicity: 'ethnicity, as the patient describes it', medication: 'current medication', contact: 'how the patient can be reached', other: 'the point we spoke or wrote to you about',
};
const signpostWords: Record<Signpost, string> = {
  'crisis-service': 'the local crisis service', 'talking-therapies': 'NHS Talking Therapies, to which anyone can refer themselves', 'primary-care': 'the GP practice', 'substance-use-service': 'the local drug and alcohol service',
  'social-care': 'adult social care at the council', 'voluntary-sector': 'a voluntary organisation near you', 'other-mental-health-team': 'another NHS team', none: '',
};
const mechanismWords: Record<Mechanism, string> = { 'face-to-face': 'in person', telephone: 'by telephone', video: 'by video' };

const { timeZone } = defaultPolicy.calendar;
const local = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** `Friday 3 July 2026 at 2:30 pm`, where the patient lives; put together here, because Node's own order and commas differ by version. */
function when(instant: string): string {
  const { weekday, day, month, year, hour, minute } = Object.fromEntries(local.formatToParts(Date.parse(instant)).map((part) => [part.type, part.value]));
  return `${weekday} ${day} ${month} ${year} at ${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? 'am' : 'pm'}`;
}
function appointmentWords({ appointment, site }: DeliveryOrder): string {
  if (!appointment) return 'an appointment with us';
  const { startsAt, minutes, mechanism } = appointment;
  return `an appointment on ${when(startsAt)}, for ${minutes} minutes, ${mechanismWords[mechanism]}${mechanism === 'face-to-face' ? ` at ${site}` : ''}`;
}
const returned = ({ told }: DeliveryOrder) => told.find((event) => event.type === 'returned-to-referrer') as { reason: RejectionReason; signpost: Signpost } | undefined;
const onward = ({ told }: DeliveryOrder) => signpostWords[(told.find((event) => event.type === 'referred-onward') as { to: Signpost } | undefined)?.to ?? 'none'];
const asked = ({ questions }: DeliveryOrder) => questions.map((one) => `- ${questionWords[one]}`).join('\n');

export const letterTexts: Record<Letter, { patient: Say; professional: Say }> = {
  acknowledgement: {
    patient: say('We have received your referral', 'We have received a request that our service sees you. Somebody from the team will read it, and we will write to you about what happens next.', 'You do not need to do anything now. If anything changes for you in the meantime, please tell us.'),
    professional: say('We have received your referral', 'Thank you for your referral. It has reached us, and it keeps its place from the day we received it. We will tell you what we decide.'),
  },
  accepted: {
    patient: say('We can offer you help', 'We have read your referral and can offer you help. We will write to you with the next step.'),
    professional: say('Your referral has been accepted', 'We have accepted your referral. We will tell the patient about the next step, and you when there is something to know.'),
  },
  'information-request': {
    patient: say('We have asked for more details', 'We have asked the person who referred you for some details that we need. You keep your place while we wait.'),
    professional: (order) => ({ subject: 'We need to know more about your referral', paragraphs: ['Before we can go on, we need to know more about:', asked(order), 'Please answer us, quoting our reference. The referral keeps its place from the day we received it.'] }),
  },
  'information-chaser': {
    patient: say('We are still waiting for details', 'We have again asked the person who referred you for the details that we need. You keep your place while we wait.'),
    professional: (order) => ({ subject: 'We have not had your answer yet', paragraphs: ['We asked you about your referral and have not had an answer yet. We still need to know about:', asked(order), 'If we do not hear from you, one of our clinicians will decide with what we know. The referral will not be closed because of the delay.'] }),
  },
  returned: {
    patient: (order) => ({ subject: 'About your referral', paragraphs: ['We have read your referral. We are not the right service for what you need at the moment, and we have told the person who referred you.', ...(signpostWords[returned(order)?.signpost ?? 'none'] ? [`We think this may help you: ${signpostWords[returned(order)!.signpost]}.`] : []), 'You can be referred to us again at any time.'] }),
    professional: (order) => ({ subject: 'We are returning your referral', paragraphs: [`We are returning this referral (${rejectionReasons[returned(order)?.reason ?? '02']}).`, ...(signpostWords[returned(order)?.signpost ?? 'none'] ? [`We suggest: ${signpostWords[returned(order)!.signpost]}.`] : []), 'The patient has been told. If something changes, or we have misunderstood, please refer again or call us.'] }),
  },
  duplicate: {
    patient: say('About your referral', 'We have had two referrals for you and have put them together. You keep your place.'),
    professional: say('We already have a referral for this patient', 'We already have a referral for this patient and have put yours together with it. Nothing is lost: the earlier one keeps its place.'),
  },
  'opt-in': {
    patient: say('Please tell us that you would like to be seen', 'We can offer you an appointment. Please call us or write to us to say that you would like one, and when we can best reach you.', 'If we do not hear from you, we will remind you; after that, one of our clinicians will think about what to do next.'),
    professional: say('We have asked the patient to contact us', 'We have asked the patient to tell us that they would like an appointment.'),
  },
  'opt-in-reminder': {
    patient: say('We have not heard from you yet', 'We wrote to you about an appointment and have not heard from you yet. If you would like to be seen, please call us or write to us.', 'If calling or writing is difficult for you, somebody may do it for you.'),
    professional: say('We have reminded the patient', 'We have reminded the patient to tell us that they would like an appointment.'),
  },
  appointment: {
    patient: (order) => ({ subject: 'Your appointment', paragraphs: [`We have booked ${appointmentWords(order)}.`, 'If you cannot come, please call us as soon as you can, and we will find another time.'] }),
    professional: say('The patient has an appointment', 'We have booked an appointment with the patient.'),
  },
  'appointment-cancelled': {
    patient: (order) => ({ subject: 'Your appointment has been cancelled', paragraphs: [`This will not take place: ${appointmentWords(order)}.`, 'If you are waiting for another time, we will write to you with it.'] }),
    professional: say('An appointment has been cancelled', 'An appointment with the patient will not take place.'),
  },
  'did-not-attend': {
    patient: (order) => ({ subject: 'We missed you', paragraphs: [`We were expecting you for ${appointmentWords(order)}, and hope that you are well.`, 'We would like to offer you another time and will be in touch. If something made it hard to come, please tell us: we can often do something about it.'] }),
    professional: say('The patient did not come to an appointment', 'The patient did not come to an appointment. We are offering another time.'),
  },
  allocated: {
    patient: say('The next step in your care', 'We have met and agreed who will work with you. They will contact you to find a time.'),
    professional: say('Your referral: the next step', 'We have agreed who will work with the patient. They will contact the patient to find a time.'),
  },
  'onward-referral': {
    patient: (order) => ({ subject: 'We have asked somebody else to help as well', paragraphs: [`As we agreed with you, we have passed your referral on${onward(order) ? ` to: ${onward(order)}` : ''}.`, 'They will contact you. If you do not hear from them, please tell us.'] }),
    professional: (order) => ({ subject: 'We have referred the patient onward', paragraphs: [`We have passed the referral on${onward(order) ? ` to: ${onward(order)}` : ''}. You do not need to refer again.`] }),
  },
  'discharge-summary': {
    patient: say('Your care with us has ended', 'Your care with us has come to its end. We have written to your GP, and this is your copy.', 'You can be referred to us again at any time.'),
    professional: say('Summary at the end of care', 'Care with our service has ended. The patient has a copy of this summary and can be referred to us again at any time.'),
  },
  withdrawn: {
    patient: say('Your referral has been withdrawn', 'As you asked, we have closed your referral. You can be referred to us again at any time.'),
    professional: say('The referral has been withdrawn', 'The referral has been withdrawn and is closed. The patient can be referred again at any time.'),
  },
};
