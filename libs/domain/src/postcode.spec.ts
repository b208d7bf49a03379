import fc from 'fast-check';
import { datesAreSameOrSwapped, nameKey, postcodeKey } from './postcode.js';

describe('telling whether two referrals may be of one person', () => {
  it.each([['LS22 3HQ', 'ls223hq'], ['BD1 1AA', ' bd1\u00a01aa '], ['HD7 8FQ', 'ＨＤ７ 8fq']])('the postcodes "%s" and "%s" are the same', (a, b) => {
    expect(postcodeKey(a)).toBe(postcodeKey(b));
  });
  it('other postcodes are others', () => expect(postcodeKey('LS2 23HQ')).not.toBe(postcodeKey('LS22 3HR')));

  it.each([
    ['Ó Briain', 'o briain'], ['O\'Brien', 'OBRIEN'], ['O’Brien', 'OʼBrien'], ['Åkesson', 'AKESSON'], ['Åkesson', 'A\u030akesson'], ['Łukasz', 'lukasz'],
    ['Straße', 'STRASSE'], ['Weiẞ', 'weiss'], ['Sørensen', 'Sorensen'], ['Æsa', 'aesa'], ['Đặng', 'Dang'], ['Þór', 'thor'], ['İpek', 'ipek'], ['Işık', 'isik'],
    ['Fitzgerald-Hume', 'fitzgerald hume'], ['van der Berg', 'VAN DER BERG'], ['Γιώργος', 'ΓΙΩΡΓΟΣ'], ['Фёдор', 'ФЕДОР'], ['מֹשֶׁה', 'משה'], ['مُحَمَّد', 'محمد'], ['محـــمد', 'محمد'], ['ﬁona', 'Fiona'],
  ])('the names %s and %s are the same', (a, b) => expect(nameKey(a)).toBe(nameKey(b)));

  it.each([['Müller', 'Miller'], ['李', '王'], ['राम', 'रमा'], ['かき', 'がき'], ['김', '금']])('the names %s and %s are not', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });

  it('writes a name\'s key in letters only', () => expect(nameKey('D’Souza-Łuç 2nd (née X)')).toBe('dsouzalucndneex'));
  it('has no key for a name without letters', () => expect(nameKey(' - 42 ')).toBe(''));

  it.each([
    ['1980-03-04', '1980-03-04', true], ['1980-03-04', '1980-04-03', true], ['1980-03-25', '1980-03-25', true],
    ['1980-03-04', '1981-04-03', false], ['1980-03-04', '1980-03-05', false], ['1980-11-12', '1980-12-12', false],
  ])('the dates of birth %s and %s: %s', (a, b, same) => {
    expect(datesAreSameOrSwapped(a, b)).toBe(same);
    expect(datesAreSameOrSwapped(b, a)).toBe(same);
  });

  it('a key stays what it is when it is made a key again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(nameKey(nameKey(text))).toBe(nameKey(text));
      expect(nameKey(text.normalize('NFD'))).toBe(nameKey(text.normalize('NFC')));
    }), { numRuns: 5_000 });
  });
});
