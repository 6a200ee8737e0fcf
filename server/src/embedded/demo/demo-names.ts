const ENGLISH_GIVEN =
  'Olivia Liam Emma Noah Amelia Oliver Ava Elijah Sophia James Isla Henry Mia Lucas Harper Theo Evelyn Jack Grace Leo Chloe Owen Ella Samuel Hazel Arthur';
const ENGLISH_FAMILY =
  "Smith Johnson Brown Taylor Wilson Davies Clark O'Brien Walker Wright Hughes Green Hall Wood Turner Baker Hill Cooper Ward Morris King Bennett Gray D'Souza Foster McKay";
const WESTERN_GIVEN =
  'Zoë Jürgen Chloé João Anaïs Søren Lúcia François Héloïse Günther Inês Núria Maëlys Bjørn Léa Conceição Jörg Noémie Émile Beyoncé-Marie Íñigo Saoirse';
const WESTERN_FAMILY =
  "Müller Lefèvre Gonçalves Ångström Núñez Weiß Køhler Brontë d'Aubigné Peña Großmann Sjöberg L’Écuyer Guimarães Vöß Castañeda Ó'Súilleabháin van-der-Meer Hervé Schäfer Cão";
const CENTRAL_GIVEN =
  'Łukasz Agnieszka Żaneta Jiří Tereza Šimon Kateřina Zdeněk Paweł Małgorzata Ľubica Břetislav Őrs Ştefan';
const CENTRAL_FAMILY =
  'Wiśniewski Kowalczyk Dvořák Novotný Szczęsny Źdźbło Čapek Řezníček Gąsiorowska Hložková Świątek Kučera Ţepeş';

/** How people of one script are called. */
export type DemoNames = {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly familyFirst?: true;
  readonly between: string;
};

/** Names in thirteen ways of writing; a market says which ones its customers use. */
export const DEMO_NAMES = {
  english: { given: ENGLISH_GIVEN.split(' '), family: ENGLISH_FAMILY.split(' '), between: ' ' },
  western: { given: WESTERN_GIVEN.split(' '), family: WESTERN_FAMILY.split(' '), between: ' ' },
  central: { given: CENTRAL_GIVEN.split(' '), family: CENTRAL_FAMILY.split(' '), between: ' ' },
  greek: {
    given:
      'Γιώργος Ελένη Κωνσταντίνος Σοφία Δημήτρης Αικατερίνη Νίκος Ιωάννα Θεόδωρος Άρτεμις Οδυσσέας'.split(
        ' ',
      ),
    family: 'Παπαδόπουλος Οικονόμου Βλάχος Γεωργίου Αναγνωστοπούλου Καραγιάννης Νικολαΐδης Ξένος Λαμπρόπουλος'.split(' '), // prettier-ignore
    between: ' ',
  },
  cyrillic: {
    given: 'Олена Тарас Мар’яна Богдан Євгенія Ярослав Ґанна Юрій Соломія Десислава Георги Цветелина Щастина'.split(' '), // prettier-ignore
    family: 'Шевченко Коваль Бондаренко Їжакевич Лисенко Петренко Стоянов Ганчев Димитрова Жечева Кравчук'.split(' '), // prettier-ignore
    between: ' ',
  },
  hebrew: {
    given: 'נועה יוסף תמר דוד שירה משה אביגיל איתי מאיה רחל אריאל יעל'.split(' '),
    family: 'כהן לוי מזרחי פרץ ביטון אברהמי פרידמן שפירא גולדברג בן־דוד'.split(' '),
    between: ' ',
  },
  arabic: {
    given: 'محمد فاطمة عبدالله نورة يوسف مريم خالد عائشة أحمد ليلى إبراهيم شيخة'.split(' '),
    family: 'العنزي الكندري الرشيدي المطيري الصباح بوشهري العجمي الهاشمي القاسمي حدّاد'.split(' '),
    between: ' ',
  },
  devanagari: {
    given: 'आरव प्रिया अर्जुन अनन्या रोहन दीपिका विक्रम सुनीता कृष्णा लक्ष्मी ऋषि ज्योत्स्ना'.split(' '),
    family: 'शर्मा वर्मा गुप्ता सिंह पटेल कुलकर्णी देशपाण्डे मिश्रा त्रिपाठी श्रीवास्तव'.split(' '),
    between: ' ',
  },
  thai: {
    given: 'สมชาย สุดารัตน์ อนันต์ กัญญา ธนวัฒน์ พิมพ์ชนก วีระ น้ำฝน ปิยะ รุ่งทิวา'.split(' '),
    family: 'แสงทอง ศรีสุข วงศ์สวัสดิ์ จันทร์เพ็ญ บุญมี รัตนพันธ์ ทองดี เจริญสุข'.split(' '),
    between: ' ',
  },
  han: {
    given: '伟 芳 娜 秀英 敏 静 丽 强 磊 洋 艳 勇 健太 美咲 大輔 陽菜 翔太 結衣 雅婷 志明'.split(' '),
    family: '王 李 张 刘 陈 杨 黄 赵 欧阳 司马 佐藤 鈴木 高橋 渡邊 齋藤 𠮷田 髙島'.split(' '),
    familyFirst: true,
    between: '',
  },
  kana: {
    given: 'さくら はると ひまり ゆうと めい そうた ナオミ ケンジ リョウ ミドリ'.split(' '),
    family: 'タナカ コバヤシ ヤマモト ｻｻｷ イトウ ナカムラ ワタナベ ガルシア'.split(' '),
    familyFirst: true,
    between: '\u3000',
  },
  hangul: {
    given: '민준 서연 도윤 지우 하은 예준 수아 건우 지민 유나'.split(' '),
    family: '김 이 박 최 정 강 조 윤 남궁 황보'.split(' '),
    familyFirst: true,
    between: '',
  },
} as const satisfies Record<string, DemoNames>;

export type NameScript = keyof typeof DEMO_NAMES;
