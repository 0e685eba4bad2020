//! The reader of `data/tax-numbers.txt`: what it refuses, in which line and in what words.

#[path = "../../build/tax_numbers.rs"]
#[allow(dead_code, reason = "shared with the build script, which needs more of it")]
mod tax_numbers;

use tax_numbers::read;

#[test]
fn a_mistake_names_its_line() {
    let row = "country xx F Name\n";
    let check = "check one = weights 1 2 mod 3 gives 012\n";
    for (before, line, words) in [
        ("", "shape 9{3}", "a country must come first"),
        (row, "shape", "a shape needs a pattern"),
        (row, "shape 9{3", "`{` without `}`"),
        (row, "shape [9", "`[` without `]`"),
        (row, "shape [9-0]", "9-0 runs backwards"),
        (row, "shape 9{3,1}", "{3,1} runs backwards"),
        (row, "shape '12", "a quote stands alone"),
        (row, "shape 12", "`1` is no part of a pattern; quote what stands for itself"),
        (row, "shape 'é'", "no number has `é`"),
        (row, "shape 9{1,2}A{1,2}", "only one part of a pattern may vary in length"),
        (row, "shape 9{26}", "26 characters are more than a number may have"),
        (row, "shape 9{3} check=two", "no check is called `two`"),
        (row, "shape 9{3} only=2+2:1-9", "a range lies beyond the end of the shape"),
        (row, "shape 9{3} only=0+2:9-1", "9-1 runs backwards"),
        (row, "shape 9{3} only=0+0:1", "0 characters make no 32-bit number"),
        (row, "shape 9{3} only=0:1", "a range is AT+LEN:FROM-TO"),
        (row, "shape 9{6} born=mmddyy@0", "`mmddyy` is none of"),
        (row, "shape 9{6} born=days@0", "`days`, and only that, counts from a day"),
        (row, "shape 9{6} born=days@0:1900-13-01", "`1900-13-01` is no day"),
        (row, "shape 9{6} months=0,50", "`months` comes after `born`"),
        (row, "shape 9{6} gender=0:123/345", "a character tells one gender only"),
        (row, "shape 9{6} colour=red", "`colour` is no clause of a shape"),
        (row, "shapes yy", "yy has no shapes"),
        (row, "prefix", "a prefix is capital letters"),
        (row, "prefix AB c", "a prefix is capital letters"),
        (row, "pattern 9", "`pattern` is none of the words that begin a line"),
        (row, "country ww F Name", "country ww is out of order"),
        (row, "country XY F Name", "`XY` is no country code in lower case"),
        (row, "country xy C Name", "`C` is none of A B F U N"),
        (row, "country xy F", "the number needs a name"),
        (check, "check one = weights 1 mod 2 zero", "check one stands twice"),
        ("", "check one", "a check is NAME = STEPS"),
        ("", "check one = magic", "`magic` is neither weights nor the name of an algorithm"),
        ("", "check one = weights 1 mod 3 gives 01", "modulo 3 needs 3 characters, not 2"),
        ("", "check one = weights 1 mod 3", "a sum ends in `gives` or in `zero`"),
        ("", "check one = weights mod 3 zero", "a sum needs weights and `mod`"),
        ("", "check one = weights 1 mod 300 zero", "`300` is no number from 0 to 255"),
        ("", "check one = weights 1 mod 3 gives 01>", "`>` and `else` go together"),
        ("", "check one = weights 1 mod 3 letter 0=12 zero", "26 letters, but 2 values"),
        ("", "check one = weights 1 mod 3 times 2 zero", "`times` is no part of a sum"),
    ] {
        let mistake = read(&format!("# a comment\n\n{before}{line}\n")).unwrap_err();
        let expected = 3 + before.lines().count();
        assert!(
            mistake.words.starts_with(words) && mistake.line == expected,
            "{line}: {mistake}, not line {expected}: {words}"
        );
    }
}

#[test]
fn what_a_country_needs_is_asked_for() {
    for (text, words) in [
        ("country xx F Name", "xx needs a shape"),
        ("country xx A Name\n shape 9{3}", "xx is A but has no checksum"),
        (
            "country xx F Name\n shape 9{0,2}A{2}\n prefix BC AB",
            "a number of xx may begin with BC itself",
        ),
        ("country xx F Name\n shape 9{3}\n like 12", "12 has none of the shapes of xx: 9{3}"),
    ] {
        assert_eq!(read(text).unwrap_err().words, words);
    }
    assert!(read("country xx U Name").is_ok(), "an unverified country may have none");
    for shape in ["9{3}", "A9{3}", "A", "[A-M]A9"] {
        let text = format!("country xx F Name\n shape {shape}\n prefix ZA");
        assert!(read(&text).is_ok(), "no {shape} begins with ZA");
    }
}
