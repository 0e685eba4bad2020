//! Names: what is one, what is none and why, and which deserve a second look.

use client_profile::{Code, Date, Field, ProfileUpdate, Rules, Validator, name, text};
use unicode_normalization::UnicodeNormalization;

use crate::rounds::rounds;

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The canonical form and the verdict of the whole validator.
fn verdict(value: &str) -> (String, Option<Code>, Vec<Code>) {
    let validator = Validator::new(&Rules::default(), nfc).unwrap();
    let mut update = ProfileUpdate::default();
    update.set(Field::LastName, value);
    let today = Date::new(2026, 11, 23).unwrap();
    let report = validator.validate_field(Field::LastName, &update, today);
    let warnings =
        Code::ALL.iter().copied().filter(|code| report.warns(Field::LastName, *code)).collect();
    (report.value(Field::LastName).to_owned(), report.error(Field::LastName), warnings)
}

/// Names of people, with why another rule might refuse them.
const NAMES: &[(&str, &str)] = &[
    ("API", "the documentation's first name"),
    ("doge", "the documentation's last name"),
    ("O", "one letter"),
    ("Ng", "no vowel"),
    ("X Æ A-Xii", "single letters, a hyphen"),
    ("Null", "looks like a placeholder"),
    ("None", "looks like a placeholder"),
    ("True", "looks like a constant"),
    ("Test", "a surname"),
    ("J. R.", "initials"),
    ("J.R.R.", "initials without spaces"),
    ("Jr.", "full stop at the end"),
    ("Ma. Cristina", "abbreviated"),
    ("K.Dev", "initial, and an ending some addresses have"),
    ("St.John", "full stop inside"),
    ("Ana.co.Lopez", "full stops inside, and no country's address"),
    ("Mª Ángeles", "ordinal indicator"),
    ("º", "counts as a letter"),
    ("O'Brien", "apostrophe"),
    ("O’Brien", "typographic apostrophe"),
    ("O‘Brien", "left quotation mark"),
    ("OʼBrien", "modifier letter apostrophe"),
    ("Kealiʻi", "okina"),
    ("ʻOkina", "begins with an okina"),
    ("d'Arc", "small first letter"),
    ("'t Hooft", "begins with an apostrophe"),
    ("’t Hooft", "begins with an apostrophe"),
    ("'s-Gravesande", "begins with an apostrophe, has a hyphen"),
    ("N'Guessan", "apostrophe"),
    ("Лук'яненко", "apostrophe in Cyrillic"),
    ("Smith-Jones", "hyphen"),
    ("Smith‐Jones", "U+2010"),
    ("Al‑Rashid", "U+2011"),
    ("Gal·la", "Catalan middle dot"),
    ("Anders K:son", "Swedish: Karlsson, shortened"),
    ("S:t Cyr", "Swedish: Sankt, shortened"),
    ("Carl-G:son", "the same behind a hyphen"),
    ("Å:son", "the same of another letter"),
    ("K:östen", "the same before another letter"),
    ("Kanien'kehá:ka", "Mohawk: a long vowel"),
    ("Դ՚Արտանյան", "Armenian apostrophe"),
    ("Ravi S/o. Kumar", "a filiation with its point"),
    ("Gaŀla", "U+0140, one character for l and dot"),
    ("Zoë", "diaeresis"),
    ("Straße", "sharp s"),
    ("Þórðarson", "thorn and eth"),
    ("Đặng", "two marks"),
    ("Nguyễn", "two marks"),
    ("Ọláolúwa", "dot below and accent"),
    ("Ọ̀ṣun", "a mark that NFC leaves combining"),
    ("Ėglė̃", "dot and tilde"),
    ("Xʷməθkʷəy̓əm", "modifier letters, a Greek letter, a combining comma"),
    ("ʔaʔa", "glottal stops"),
    ("ǃXóõ", "click letter"),
    ("Işıl", "dotless i"),
    ("Ñuñez", "tilde"),
    ("Łukasz", "stroke"),
    ("Žydrūnas", "caron, macron"),
    ("Ærøskøbing", "ligature"),
    ("Άννα", "Greek"),
    ("Анна", "Cyrillic"),
    ("Өнөрбаяр", "Mongolian Cyrillic"),
    ("Ҳасан", "Tajik"),
    ("შევარდნაძე", "Georgian"),
    ("Հովհաննես", "Armenian"),
    ("Տէր֊Պետրոսեան", "Armenian hyphen"),
    ("ג׳ורג׳", "geresh"),
    ("צה״ל", "gershayim"),
    ("בן־גוריון", "maqaf"),
    ("שָׁלוֹם", "points"),
    ("مُحَمَّد", "vowel signs"),
    ("عبدالله", "Arabic"),
    ("عبدﷲ", "ligature for Allah"),
    ("حسین‌زاده", "ZWNJ"),
    ("ایم۔ اے۔", "Urdu full stops"),
    ("ܝܘܚܢܢ", "Syriac"),
    ("އަޙްމަދު", "Thaana: marks after every letter"),
    ("ߞߊ߲ߕߍ", "N’Ko"),
    ("𞤀𞤣𞤢𞤥𞤢", "Adlam, beyond the BMP"),
    ("ኃይለ ሥላሴ", "Ethiopic"),
    ("ኃይለ፡ሥላሴ", "Ethiopic word space"),
    ("ⵎⵓⵃⵎⵎⴷ", "Tifinagh"),
    ("प्रिया", "Indic vowel signs, virama"),
    ("श्रीकृष्ण", "conjuncts"),
    ("क़ासिम", "nukta"),
    ("आर॰ के॰ नारायण", "abbreviation sign"),
    ("রহিমা", "Bengali"),
    ("ਗੁਰਪ੍ਰੀਤ", "Gurmukhi"),
    ("નરેન્દ્ર", "Gujarati"),
    ("ପ୍ରିୟା", "Odia"),
    ("நித்யா", "Tamil"),
    ("வெங்கட்", "Tamil, two-part vowel"),
    ("వెంకటేశ్వర్లు", "Telugu"),
    ("ಕೃಷ್ಣ", "Kannada"),
    ("അനില്‍", "ZWJ at the end"),
    ("അനിൽ", "chillu letter"),
    ("ශ්‍රී", "Sinhala, ZWJ"),
    ("สมชาย", "Thai"),
    ("น้ำ", "Thai mark and sara am"),
    ("ณ อยุธยา", "one-letter word"),
    ("ສົມພອນ", "Lao"),
    ("བསྟན་འཛིན་", "Tibetan, tsheg at the end"),
    ("རྡོ་རྗེ", "Tibetan stacks"),
    ("အောင်ဆန်းစုကြည်", "Burmese"),
    ("လျှို့", "five marks in a row"),
    ("ណារិទ្ធិ", "Khmer"),
    ("ᠮᠣᠩᠭᠣᠯ", "Mongolian script"),
    ("ᠨᠠᠷᠠ᠎ᠠ", "Mongolian vowel separator"),
    ("ᠰᠢ᠋ᠷ", "Mongolian variation selector"),
    ("ᐃᓄᒃ", "Inuktitut"),
    ("ᐋᒡᒥ᐀ᐋᒡᒥ", "Canadian syllabics hyphen"),
    ("ᏣᎳᎩ", "Cherokee"),
    ("欧阳", "Han"),
    ("𠮷", "Han beyond the BMP"),
    ("\u{2B73A}\u{2CEA2}\u{323B0}", "Han that came with Unicode 17"),
    ("〇", "ideographic zero, a Chinese name"),
    ("佐々木", "iteration mark"),
    ("葛󠄀城", "ideographic variation"),
    ("瓦歷斯‧諾幹", "middle dot of Taiwan's registers"),
    ("阿凡提·买买提", "middle dot"),
    ("ジョン・スミス", "Katakana middle dot, prolonged sound"),
    ("ジャン゠リュック", "Katakana double hyphen"),
    ("ｼﾞｮﾝ", "half-width Katakana"),
    ("ｼﾞｮﾝ･ｽﾐｽ", "its middle dot"),
    ("ㄅㄆ", "Bopomofo"),
    ("남궁", "Hangul"),
    ("Ａｄａ", "full-width Latin"),
    ("Ｊ．Ｐ．", "full-width Latin and full stops"),
    ("ジャン＝ポール", "the same as keyboards write it"),
    ("Abebe G/Michael", "Gebre-Michael, shortened, as Ethiopians write it"),
    ("W/hiwot", "Wolde-Hiwot"),
    ("ገ/ማርያም", "the same in Ethiopic"),
    ("मो० असलम", "a zero typed for the abbreviation sign"),
    ("पं० राम", "the same behind a mark"),
    ("मो0 इरफान", "the zero of ASCII, as many type it"),
    ("Kwesi A.Edu", "a surname that is an ending of addresses"),
    ("J.R.Io", "another"),
    ("মো: রহমান", "a colon typed for the visarga"),
    ("মো০ করিম", "a zero typed for the abbreviation sign"),
    ("כ\"ץ", "a quotation mark typed for the gershayim"),
    ("כ”ץ", "a typographic one"),
    ("阿依古丽•买买提", "a bullet typed for the middle dot"),
    ("阿依古丽∙买买提", "U+2219"),
    ("阿依古丽⋅买买提", "U+22C5"),
    ("阿依古丽●买买提", "U+25CF"),
    ("Gal•la", "a bullet typed for the Catalan middle dot"),
    ("ወ/ሮ አልማዝ", "an Ethiopic title"),
    ("মোসা:", "the same at the end"),
    ("সৈয়দ মোঃ আলী", "the visarga"),
    ("ណារិទ្ធិ\u{200B}ចាន់\u{200B}", "what a Khmer keyboard's space bar types"),
    ("สม\u{200B}ชาย", "the same in Thai"),
    ("\u{200B}\u{200B}สมชาย", "what comes along before it"),
    ("\u{200B}\u{200E}\u{200B}\u{200E}สมชาย", "with direction marks"),
    ("Kumar s/o Raman", "filiation"),
    ("KUMAR A/L RAMAN", "filiation, upper case"),
    ("Devi a/p", "filiation at the end of a given name"),
    ("Jelani a/k Jantan", "anak"),
    ("Tan Ah Kow @ Tan Ah Meng", "alias"),
    ("  Anna  Maria ", "spaces"),
    ("Anna\u{A0}Maria", "no-break space"),
    ("Anna\u{202F}Maria\u{3000}", "narrow and ideographic space"),
    ("Anna\u{200E}", "direction mark"),
    ("\tAnna\r\n", "outer white space"),
    ("O`Neill", "grave accent for an apostrophe"),
    ("O´Neill", "acute accent for an apostrophe"),
    ("Ni\u{1FEF}a", "canonically equivalent to a grave accent"),
    ("Jean–Luc", "dash for a hyphen"),
    ("Zoe\u{308}", "not in NFC"),
];

#[test]
fn people_have_these_names() {
    for (value, why) in NAMES {
        let (canonical, error, _) = verdict(value);
        assert_eq!(error, None, "{value}: {why}");
        assert!(!canonical.contains('\u{200B}'), "{value}: {why}");
        assert_eq!(verdict(&canonical).0, canonical, "{value}: {why}");
    }
}

/// What is no name, and the code that says so.
const NO_NAMES: &[(&str, Code, &str)] = &[
    ("", Code::Required, "empty"),
    ("   ", Code::Required, "spaces"),
    ("\u{A0}", Code::Required, "no-break space"),
    ("\u{3000}", Code::Required, "ideographic space"),
    ("\u{2003}", Code::Required, "outer white space"),
    ("\u{85}\u{2028}\u{2029}", Code::Required, "line breaks are white space"),
    ("\u{200E}\u{200F}\u{61C}", Code::Required, "direction marks only"),
    ("\u{200E}\u{2003}", Code::Required, "white space behind a direction mark"),
    ("-", Code::NameNoLetter, "punctuation"),
    ("--", Code::NameNoLetter, "punctuation"),
    ("'", Code::NameNoLetter, "punctuation"),
    ("''", Code::NameNoLetter, "punctuation"),
    ("´", Code::NameNoLetter, "becomes an apostrophe"),
    (".", Code::NameNoLetter, "punctuation"),
    ("...", Code::NameNoLetter, "punctuation"),
    ("- -", Code::NameNoLetter, "punctuation"),
    ("·", Code::NameNoLetter, "punctuation"),
    ("’", Code::NameNoLetter, "punctuation"),
    ("ʻ", Code::NameNoLetter, "an okina alone"),
    ("ʼʼ", Code::NameNoLetter, "apostrophes, though Unicode calls them letters"),
    ("s/o", Code::NameNoLetter, "a filiation of nobody"),
    ("a/l d/o", Code::NameNoLetter, "filiations of nobody"),
    ("-Anna", Code::NameCharacters, "begins with a hyphen"),
    (".Anna", Code::NameCharacters, "begins with a full stop"),
    ("·Anna", Code::NameCharacters, "begins with a middle dot"),
    ("Anna:son", Code::NameCharacters, "a colon that shortens nothing"),
    ("javascript:alert", Code::NameCharacters, "a colon that shortens nothing"),
    ("K:", Code::NameCharacters, "a colon and no letter after it"),
    (":son", Code::NameCharacters, "a colon and no letter before it"),
    ("K::son", Code::NameCharacters, "two colons"),
    ("K:1", Code::NameCharacters, "a colon before a digit"),
    ("К:сон", Code::NameCharacters, "a colon between letters that are not Latin"),
    ("á:'", Code::NameCharacters, "a colon before an apostrophe"),
    ("K:’", Code::NameCharacters, "a colon before another apostrophe"),
    ("K:·a", Code::NameCharacters, "a colon before a middle dot"),
    ("ÅK:son", Code::NameCharacters, "a colon that shortens nothing"),
    ("s/o.", Code::NameNoLetter, "a filiation of nobody"),
    ("Jo\u{0}hn", Code::NameCharacters, "control"),
    ("Jo\thn", Code::NameCharacters, "control"),
    ("Jo\nhn", Code::NameCharacters, "line break"),
    ("Jo\r\nhn", Code::NameCharacters, "line break"),
    ("Jo\u{7F}hn", Code::NameCharacters, "control"),
    ("Jo\u{85}hn", Code::NameCharacters, "control"),
    ("Jo\u{2028}hn", Code::NameCharacters, "line separator"),
    ("Jo\u{2003}hn", Code::NameCharacters, "typographic space"),
    ("Jo\u{2009}hn", Code::NameCharacters, "typographic space"),
    ("Jo\u{1680}hn", Code::NameCharacters, "ogham space"),
    ("Jo\u{202E}hn", Code::NameCharacters, "bidi control"),
    ("\u{2066}John\u{2069}", Code::NameCharacters, "bidi isolate"),
    ("Jo\u{200B}hn", Code::NameCharacters, "zero width space"),
    ("Jo\u{2060}hn", Code::NameCharacters, "word joiner"),
    ("\u{FEFF}John", Code::NameCharacters, "byte order mark"),
    ("Jo\u{AD}hn", Code::NameCharacters, "soft hyphen"),
    ("Jo\u{180E}hn", Code::NameCharacters, "Mongolian vowel separator"),
    ("Jo\u{180B}hn", Code::NameCharacters, "Mongolian variation selector"),
    ("Jo\u{34F}hn", Code::NameCharacters, "grapheme joiner"),
    ("\u{115F}", Code::NameCharacters, "Hangul filler"),
    ("\u{1160}", Code::NameCharacters, "Hangul filler"),
    ("\u{3164}", Code::NameCharacters, "Hangul filler"),
    ("\u{FFA0}", Code::NameCharacters, "Hangul filler"),
    ("\u{2800}", Code::NameCharacters, "blank Braille"),
    ("\u{17B4}", Code::NameCharacters, "invisible Khmer vowel"),
    ("\u{200D}", Code::NameCharacters, "joiner after nothing"),
    ("\u{200C}Anna", Code::NameCharacters, "non-joiner after nothing"),
    ("An\u{200D}\u{200D}na", Code::NameCharacters, "joiner after a joiner"),
    ("An-\u{200D}na", Code::NameCharacters, "joiner after a hyphen"),
    ("A\u{FE0F}nna", Code::NameCharacters, "variation selector after Latin"),
    ("A\u{E0100}nna", Code::NameCharacters, "variation selector after Latin"),
    ("葛\u{E0100}\u{E0100}", Code::NameCharacters, "variation selector after another"),
    ("A\u{E000}b", Code::NameCharacters, "private use"),
    ("A\u{FDD0}b", Code::NameCharacters, "noncharacter"),
    ("A\u{10FFFF}b", Code::NameCharacters, "noncharacter"),
    ("A\u{FFFD}b", Code::NameCharacters, "replacement character"),
    ("A\u{E0041}b", Code::NameCharacters, "tag"),
    ("A\u{378}b", Code::NameCharacters, "unassigned"),
    ("\u{301}Anna", Code::NameCharacters, "leading mark"),
    ("\u{301}", Code::NameCharacters, "a mark alone"),
    ("Anna \u{301}a", Code::NameCharacters, "mark after a space"),
    ("'\u{301}a", Code::NameCharacters, "mark after an apostrophe"),
    ("q\u{300}\u{302}\u{303}\u{304}\u{305}\u{306}", Code::NameCharacters, "six marks"),
    (
        "q\u{323}\u{200D}\u{323}\u{200D}\u{323}\u{200D}\u{323}\u{200D}\u{323}\u{200D}\u{323}",
        Code::NameCharacters,
        "six marks between joiners",
    ),
    ("A\u{20DD}", Code::NameCharacters, "enclosing circle"),
    ("A\u{20D0}", Code::NameCharacters, "mark for symbols"),
    ("😀", Code::NameCharacters, "emoji"),
    ("👩\u{200D}👩\u{200D}👧", Code::NameCharacters, "emoji"),
    ("🇬🇧", Code::NameCharacters, "flag"),
    ("☺", Code::NameCharacters, "symbol"),
    ("Anna™", Code::NameCharacters, "symbol"),
    ("Ⓐnna", Code::NameCharacters, "circled"),
    ("𝐀nna", Code::NameCharacters, "mathematical"),
    ("ᴬnna", Code::NameCharacters, "superscript"),
    ("Johⁿ", Code::NameCharacters, "superscript"),
    ("Ⅷ", Code::NameCharacters, "Roman numeral as one character"),
    ("½", Code::NameCharacters, "fraction"),
    ("²", Code::NameCharacters, "superscript digit"),
    ("<script>alert(1)</script>", Code::NameCharacters, "markup"),
    ("{{7*7}}", Code::NameCharacters, "template"),
    ("' OR 1=1 --", Code::NameDigits, "injection: the digit is met first"),
    ("=cmd", Code::NameCharacters, "formula"),
    ("@SUM", Code::NameCharacters, "formula"),
    ("@", Code::NameCharacters, "an alias of nobody"),
    ("@ Ali", Code::NameCharacters, "an alias of nobody"),
    ("Ali @", Code::NameCharacters, "alias missing"),
    ("Ali @ @ Abu", Code::NameCharacters, "alias missing"),
    ("Ali@Abu", Code::NameCharacters, "not between words"),
    ("ali@example", Code::NameCharacters, "mail address"),
    ("N/A", Code::NameCharacters, "no filiation"),
    ("Anna/Bob", Code::NameCharacters, "no filiation"),
    ("G/M", Code::NameCharacters, "a slash before one letter"),
    ("G/'ab", Code::NameCharacters, "a slash before no letter"),
    ("Te/Mariam", Code::NameCharacters, "a slash behind two letters"),
    ("Anna-G/Mariam", Code::NameCharacters, "a slash within a word"),
    ("/Mariam", Code::NameCharacters, "a slash behind nothing"),
    ("\"כץ\"", Code::NameCharacters, "between quotation marks"),
    ("כץ\"", Code::NameCharacters, "a quotation mark at the end"),
    ("Ka\"tz", Code::NameCharacters, "a quotation mark between Latin letters"),
    ("Anna•", Code::NameCharacters, "a bullet at the end"),
    ("• Anna", Code::NameCharacters, "a bullet at the start"),
    ("Anna •", Code::NameCharacters, "a bullet alone"),
    ("মো০০", Code::NameDigits, "two zeros"),
    ("Г/Мариам", Code::NameCharacters, "a slash where no names have one"),
    ("G/Mariam/Michael", Code::NameCharacters, "two slashes"),
    ("राम ०", Code::NameDigits, "a zero behind nothing"),
    ("मो००", Code::NameDigits, "a number"),
    ("मो00", Code::NameDigits, "the same in ASCII"),
    ("राम 0", Code::NameDigits, "a zero of ASCII behind nothing"),
    ("मो1", Code::NameDigits, "a digit of ASCII that abbreviates nothing"),
    ("मो१", Code::NameDigits, "a digit that abbreviates nothing"),
    ("Anna०", Code::NameDigits, "a zero behind Latin"),
    (": মো", Code::NameCharacters, "a colon behind nothing"),
    ("মো::", Code::NameCharacters, "two colons"),
    ("राम:", Code::NameCharacters, "a colon behind Devanagari"),
    ("\u{200B}Anna", Code::NameCharacters, "zero width space before anything"),
    ("Jo\u{200B}\u{200B}hn", Code::NameCharacters, "several"),
    ("s/o-Raman", Code::NameCharacters, "not a word"),
    ("www.example", Code::NameCharacters, "address"),
    ("WWW.Example", Code::NameCharacters, "address"),
    ("example.com", Code::NameCharacters, "address"),
    ("Example.COM.", Code::NameCharacters, "address"),
    ("example.org", Code::NameCharacters, "address"),
    ("example.io", Code::NameCharacters, "address"),
    ("x.com", Code::NameCharacters, "address"),
    ("a.edu.gh", Code::NameCharacters, "address"),
    ("example.co.uk", Code::NameCharacters, "address"),
    ("ｅｘａｍｐｌｅ．ｃｏｍ", Code::NameCharacters, "address in full-width letters"),
    ("Visit example.net now", Code::NameCharacters, "address"),
    ("http://example", Code::NameCharacters, "address"),
    ("Anna, Dr", Code::NameCharacters, "comma"),
    ("Anna (nee)", Code::NameCharacters, "brackets"),
    ("\"Anna\"", Code::NameCharacters, "quotation marks"),
    ("Anna_Maria", Code::NameCharacters, "underscore"),
    ("A$AP", Code::NameCharacters, "symbol"),
    ("Anna!", Code::NameCharacters, "exclamation mark"),
    ("¡Ana!", Code::NameCharacters, "exclamation mark"),
    ("J0hn", Code::NameDigits, "digit"),
    ("007", Code::NameDigits, "digits"),
    ("٣٤٥", Code::NameDigits, "Arabic-Indic digits"),
    ("१२", Code::NameDigits, "Devanagari digits"),
    ("Ａ１", Code::NameDigits, "full-width digit"),
    ("𝟏", Code::NameDigits, "mathematical digit"),
];

#[test]
fn nobody_has_these_names() {
    for (value, code, why) in NO_NAMES {
        assert_eq!(verdict(value).1, Some(*code), "{value:?}: {why}");
    }
}

#[test]
fn a_name_may_have_a_hundred_characters() {
    assert_eq!(verdict(&"字".repeat(100)).1, None);
    assert_eq!(verdict(&"字".repeat(101)).1, Some(Code::TooLong));
    assert_eq!(verdict(&"1".repeat(101)).1, Some(Code::TooLong), "length comes first");
    assert_eq!(verdict(&"e\u{301}".repeat(100)).1, None, "counted in canonical form");
}

/// Names of several scripts, and whether that is worth a second look.
const SCRIPTS: &[(&str, bool, &str)] = &[
    ("Anna", false, "Latin"),
    ("\u{410}nna", true, "Cyrillic А"),
    ("J\u{43E}hn", true, "Cyrillic о"),
    ("\u{39C}aria", true, "Greek Μ"),
    ("Норе Smith", true, "one script a word, two in the name"),
    ("高橋みなみ", false, "Japanese"),
    ("高橋ミナミ", false, "Japanese"),
    ("みなみミナミ", false, "Japanese"),
    ("金철수", false, "Korean with Han"),
    ("李\u{323B0}", false, "Han that came with Unicode 17"),
    ("李ㄅㄆ", false, "Han with Bopomofo"),
    ("みなみ철수", true, "Japanese and Korean"),
    ("李 Lee", true, "Han and Latin"),
    ("ジョンA", true, "Katakana and Latin"),
    ("Xʷməθkʷəy̓əm", false, "θ is a letter of Salish names"),
    ("XʷMƏΘKʷƏY̓ƏM", false, "and so is Θ in capitals"),
    ("θωμάς", false, "Greek"),
    ("θανάσης Anna", true, "Greek and Latin"),
    ("θАнна", true, "Greek and Cyrillic"),
    ("Анна", false, "Cyrillic"),
    ("Лук’яненко", false, "the apostrophe has no script"),
    ("ジョン・スミス", false, "dot and prolonged sound have no script of their own"),
    ("Mª", false, "ordinal indicators are Latin"),
    ("प्रिया", false, "marks do not count"),
];

#[test]
fn scripts_that_do_not_occur_together_are_a_warning() {
    for (value, mixed, why) in SCRIPTS {
        let (_, error, warnings) = verdict(value);
        assert_eq!(error, None, "{value}: {why}");
        assert_eq!(warnings.contains(&Code::NameMixedScript), *mixed, "{value}: {why}");
        assert_eq!(name::mixes_scripts(value), *mixed, "{value}: {why}");
    }
}

/// Rows of the committed vectors, less the exceptions, which must all be needed.
fn rows(file: &'static str, exceptions: &'static str) -> (Vec<&'static str>, Vec<&'static str>) {
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
    let exceptions: Vec<_> = lines(exceptions).filter_map(|line| line.split_once('\t')).collect();
    let (excepted, kept) =
        lines(file).filter(|line| !line.is_empty()).partition::<Vec<_>, _>(|line| {
            exceptions.iter().any(|(value, _)| Some(*value) == line.rsplit('\t').next())
        });
    assert!(exceptions.iter().all(|(_, reason)| !reason.is_empty()));
    assert_eq!(excepted.len(), exceptions.len(), "an exception names no row");
    (kept, excepted)
}

fn last_column(line: &str) -> &str {
    line.rsplit('\t').next().unwrap()
}

/// The value of a row whose last column is a JSON string; `None` for half a surrogate pair, which
/// the reader of JSON refuses before any name is checked.
fn json_value(line: &str) -> Option<String> {
    serde_json::from_str(last_column(line)).ok()
}

const REJECT: &str = include_str!("../data/names-reject.tsv");
const REJECT_EXCEPTIONS: &str = include_str!("../data/names-reject-exceptions.tsv");

#[test]
fn names_of_many_places_are_accepted() {
    let (kept, _) = rows(include_str!("../data/names-accept.tsv"), "");
    assert!(kept.len() > 5_000);
    let refused: Vec<_> =
        kept.iter().filter(|line| verdict(last_column(line)).1.is_some()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_is_no_name_is_refused() {
    let (kept, excepted) = rows(REJECT, REJECT_EXCEPTIONS);
    assert!(kept.len() > 100);
    let refused = |line: &str| json_value(line).is_none_or(|value| verdict(&value).1.is_some());
    let accepted: Vec<_> = kept.into_iter().filter(|line| !refused(line)).collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
    let stale: Vec<_> = excepted.into_iter().filter(|line| refused(line)).collect();
    assert!(stale.is_empty(), "no exception any more: {stale:#?}");
}

/// Spoofs are warned of; direction marks are dropped, and the name is one.
#[test]
fn what_deserves_a_second_look_gets_one() {
    let (kept, _) = rows(include_str!("../data/names-warn.tsv"), "");
    for line in kept {
        let (canonical, error, warnings) = verdict(&json_value(line).unwrap());
        assert_eq!(error, None, "{line}");
        if line.starts_with("bidi-mark") {
            assert_eq!(canonical, "John");
        } else {
            assert_eq!(warnings, [Code::NameMixedScript], "{line}");
        }
    }
}

#[test]
fn long_input_ends() {
    for piece in ["a", "e\u{301} ", "\u{200E}", "a.", "@ ", "\u{301}"] {
        let long = piece.repeat(rounds(10_000_000) as usize / piece.len());
        let canonical = text::canonical_line(&long, nfc);
        name::check(&canonical);
        name::mixes_scripts(&canonical);
        text::canonical_text(&long, nfc);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::with_cases(rounds(1_000))
    })]

    #[test]
    fn any_bytes_get_a_verdict_that_the_canonical_form_keeps(
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..100),
        text in "[\\PC\\s]{0,40}",
    ) {
        for value in [String::from_utf8_lossy(&bytes).as_ref(), &text] {
            let first = verdict(value);
            proptest::prop_assert_eq!(&verdict(&first.0), &first);
        }
    }

    #[test]
    fn two_names_are_a_name(
        (a, b) in (proptest::sample::select(NAMES), proptest::sample::select(NAMES)),
    ) {
        for between in [" ", "\u{A0} ", "\u{200E} \u{3000}"] {
            proptest::prop_assert_eq!(
                verdict(&format!("{}{between}{}", verdict(a.0).0, verdict(b.0).0)).1,
                None
            );
        }
    }

    /// One character that no name has spoils any name, wherever it stands inside.
    #[test]
    fn a_refused_character_is_found_anywhere(
        (row, c) in (proptest::sample::select(NAMES), proptest::sample::select(
            "<>\"!?,;_#$%&*+=|~^\\(){}\u{0}\u{1B}\t\n\u{7F}\u{9F}\u{AD}\u{2060}\u{202E}\u{2066}\u{FEFF}☺✓€"
                .chars()
                .collect::<Vec<_>>(),
        )),
        at in proptest::prelude::any::<proptest::sample::Index>(),
    ) {
        let mut chars: Vec<char> = verdict(row.0).0.chars().collect();
        // Between Hebrew letters it is typed for the gershayim.
        proptest::prop_assume!(c != '"' || !chars.iter().any(|c| matches!(c, 'א'..='ת')));
        chars.insert(at.index(chars.len()), c);
        chars.insert(0, 'A');
        let spoilt: String = chars.into_iter().collect();
        proptest::prop_assert_eq!(verdict(&spoilt).1, Some(Code::NameCharacters));
    }
}
