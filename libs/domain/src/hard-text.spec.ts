import fc from 'fast-check';
import { cleanLine, cleanText, findBadCharacter, lengthInCharacters, tidy } from './hard-text.js';

describe('text that was sent', () => {
  it.each([
    'O\'Brien', 'Łukasz Straße', 'Åkesson', 'עברית', '李', 'Ó Briain', '👩‍👩‍👧 family', '=HYPERLINK("x")', '<script>alert(1)</script>', 'I', '-2+3', 'ﷺ', 'क्षत्रिय',
  ])('%s is kept as it was sent', (text) => expect(cleanLine(text, 200)).toEqual({ text }));

  it('is trimmed of white space of any kind and put together (NFC)', () => {
    expect(cleanLine('\ufeff \u00a0Zoe\u0308\u2003\n', 200)).toEqual({ text: 'Zoë' });
  });

  it.each(['', '   ', '\t\r\n', '\u200b', ' \u2060\u00ad ', '\u3164'])('with nothing to see in it ("%s") is missing when it is required', (value) => {
    expect(cleanText(value, { max: 200, multiline: true })).toEqual({ code: 'required' });
    expect(cleanText(value, { max: 200, multiline: true, optional: true })).toEqual({ text: '' });
  });

  it.each([
    ['NUL', 'low\u0000mood', 'U+0000'], ['a NUL alone', '\u0000', 'U+0000'], ['half a surrogate pair', 'sad\ud83d', 'U+D83D'], ['the other half', '\ude00sad', 'U+DE00'],
    ['a backspace', 'a\bb', 'U+0008'], ['delete', 'a\u007fb', 'U+007F'], ['a C1 control', 'a\u0085b', 'U+0085'], ['an escape', 'a\u001b[31mb', 'U+001B'],
  ])('with %s is refused, and the character is named', (_what, value, name) => {
    expect(cleanText(value, { max: 200, multiline: true })).toEqual({ code: 'invalid-character' });
    expect(findBadCharacter(value, true)).toBe(name);
  });

  it('may have line breaks and tabs where it has lines, and keeps them; a single line may not', () => {
    const lines = 'first\r\nsecond\n\tthird\u2028fourth';
    expect(cleanText(lines, { max: 200, multiline: true })).toEqual({ text: lines });
    for (const layout of ['\n', '\r', '\t', '\u2028', '\u2029']) expect(cleanLine(`Mary${layout}Jane`, 200)).toEqual({ code: 'invalid-character' });
  });

  it('is counted in characters, after trimming: ten thousand faces are ten thousand, not twenty', () => {
    expect(cleanText(` ${'😀'.repeat(10_000)} `, { max: 10_000 }).text).toHaveLength(20_000);
    expect(cleanText('😀'.repeat(10_001), { max: 10_000 })).toEqual({ code: 'too-long' });
    expect(cleanLine('x'.repeat(200), 200).text).toHaveLength(200);
    expect(cleanLine('x'.repeat(201), 200)).toEqual({ code: 'too-long' });
    expect(lengthInCharacters('e\u0301😀')).toBe(3);
  });

  it('comes out the same when it is sent again, and never holds what a record cannot', () => {
    const anyUnits = fc.array(fc.oneof(fc.nat(0x2ff), fc.nat(0xffff)), { maxLength: 60 }).map((units) => String.fromCharCode(...units)); // surrogates too, paired or not
    fc.assert(fc.property(anyUnits, fc.boolean(), (value, multiline) => {
      const { text } = cleanText(value, { max: 50, multiline, optional: true });
      if (text === undefined) return;
      expect(cleanText(text, { max: 50, multiline, optional: true })).toEqual({ text });
      expect(text.includes('\0')).toBe(false);
      expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      expect(tidy(text)).toBe(text);
    }), { numRuns: 10_000 });
  });
});
