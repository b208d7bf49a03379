import { createHash, randomBytes } from 'node:crypto';
import { apiUnderTest, receive, type ApiUnderTest, type Answered } from './api-under-test.js';

const zip = (...names: string[]) => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), randomBytes(100), ...names.map((name) => Buffer.from(`PK\x01\x02${name}`, 'latin1'))]);
const kept: [what: string, content: Buffer, mediaType: string][] = [
  ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'application/pdf'],
  ['a Word document', zip('[Content_Types].xml', 'word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['a rich text', Buffer.from('{\\rtf1\\ansi Dear colleague}'), 'application/rtf'],
  ['a text with accents and emoji', Buffer.from('Prošlá léčba: žádná 🙂\r\n'), 'text/plain; charset=utf-8'],
  ['a page of HTML, as the text it is', Buffer.from('<script>alert(1)</script>'), 'text/plain; charset=utf-8'],
  ['a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(50)]), 'image/jpeg'],
  ['a PNG', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(50)]), 'image/png'],
  ['a TIFF of either kind', Buffer.from('II*\0abc'), 'image/tiff'],
];
const refused: [what: string, content: Buffer][] = [
  ['a program', Buffer.concat([Buffer.from('MZ'), randomBytes(200)])], ['an ELF program called letter.pdf', Buffer.concat([Buffer.from('\x7fELF'), randomBytes(200)])],
  ['a ZIP that is no Word document', zip('a.txt')], ['a Word document with macros', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin')],
  ['a GIF', Buffer.from('GIF89a\x01\x00')], ['a text with a NUL', Buffer.from('abc\0def')], ['a text in another alphabet', Buffer.from([0x41, 0xe9, 0x42])],
];

describe('documents of a referral', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const attach = (referral: string, content: Buffer, { name = 'letter.pdf', as = 'amina', key, field = 'file', more = [] as [string, string | Blob][] }: { name?: string; as?: string; key?: string; field?: string; more?: [string, string | Blob][] } = {}): Promise<Answered> => {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(content)], { type: 'application/x-whatever' }), name);
    for (const [one, value] of more) form.append(one, value);
    return api.ask('POST', `/api/referrals/${referral}/documents`, { as, key, raw: form as never });
  };

  it.each(kept)('%s is kept by its content and comes back byte for byte, as a download', async (_what, content, mediaType) => {
    const { referralId } = await receive(api);
    const attached = await attach(referralId, content, { name: 'Überweisung „Ng“.pdf' });
    expect(attached).toMatchObject({ status: 201, body: { name: 'Überweisung „Ng“.pdf', mediaType, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') } });
    const answer = await fetch(`${api.address}/api/referrals/${referralId}/documents/${attached.body.documentId}`, { headers: { authorization: `Bearer ${await api.tokenOf('ngozi')}` } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename=\"_berweisung _Ng_.pdf\"; filename*=UTF-8''%C3%9Cberweisung%20%E2%80%9ENg%E2%80%9C.pdf");
    expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-type')]).toEqual(['nosniff', mediaType]);
  });
  it.each(refused)('%s is refused and nothing is kept', async (_what, content) => {
    const { referralId } = await receive(api);
    expect(await attach(referralId, content)).toMatchObject({ status: 415, body: { code: 'document-type' } });
    expect((await api.ask('GET', `/api/referrals/${referralId}/documents`, { as: 'ngozi' })).body.documents).toEqual([]);
    expect(api.arriving()).toEqual([]);
  });
  it('an empty file, one of 21 MB, two at once, another field and no file at all are refused', async () => {
    const { referralId } = await receive(api);
    expect(await attach(referralId, Buffer.alloc(0))).toMatchObject({ status: 400, body: { code: 'document-empty' } });
    expect(await attach(referralId, Buffer.alloc(21 * 1_048_576, 'a'))).toMatchObject({ status: 413 });
    expect(await attach(referralId, kept[0]![1], { field: 'picture' })).toMatchObject({ status: 400, body: { errors: [{ field: 'file' }] } });
    expect(await attach(referralId, kept[0]![1], { more: [['file', new Blob(['x'])]] })).toMatchObject({ status: 400 });
    expect(await attach(referralId, kept[0]![1], { more: [['stage', 'closed']] })).toMatchObject({ status: 400 });
    expect(await api.ask('POST', `/api/referrals/${referralId}/documents`, { as: 'amina', raw: new FormData() as never })).toMatchObject({ status: 400, body: { errors: [{ field: 'file', code: 'required' }] } });
    expect(await api.ask('POST', `/api/referrals/${referralId}/documents`, { as: 'amina', body: {} })).toMatchObject({ status: 415 });
    for (const raw of ['nonsense', '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nunfinished']) {
      expect((await api.ask('POST', `/api/referrals/${referralId}/documents`, { as: 'amina', raw, headers: { 'content-type': 'multipart/form-data; boundary=x' } })).status).toBe(400);
    }
    expect(api.arriving()).toEqual([]);
    expect((await api.ask('GET', `/api/referrals/${referralId}/documents`, { as: 'ngozi' })).body.documents).toEqual([]);
  });
  it('a name with folders in it keeps only its last part', async () => {
    const { referralId } = await receive(api);
    for (const name of ['../../etc/passwd', 'C:\\temp\\passwd']) expect((await attach(referralId, kept[0]![1], { name })).body.name).toBe('passwd');
  });
  it('sent again with the same key is the same document; another file under that key is refused', async () => {
    const { referralId } = await receive(api);
    const [first, second] = [await attach(referralId, kept[0]![1], { key: 'document-01' }), await attach(referralId, kept[0]![1], { key: 'document-01' })];
    expect(second.body.documentId).toBe(first.body.documentId);
    expect(await attach(referralId, kept[2]![1], { key: 'document-01' })).toMatchObject({ status: 422, body: { code: 'key-reused' } });
  });
  it('a referral holds ten, also when twenty come at once', async () => {
    const { referralId } = await receive(api);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => attach(referralId, Buffer.from(`page ${n}`))));
    expect(answers.filter((one) => one.status === 201)).toHaveLength(10);
    expect(answers.filter((one) => one.status === 409 && one.body.code === 'too-many-documents')).toHaveLength(10);
  });
  it('a document of one referral is not there under another', async () => {
    const [one, other] = [await receive(api), await receive(api)];
    const { documentId } = (await attach(one.referralId, kept[0]![1])).body;
    expect((await api.ask('GET', `/api/referrals/${other.referralId}/documents/${documentId}`, { as: 'ngozi' })).status).toBe(404);
    expect((await api.ask('GET', `/api/referrals/${one.referralId}/documents/../../etc/passwd`, { as: 'ngozi' })).status).toBe(404);
  });
});
