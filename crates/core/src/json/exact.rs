//! The exact way: every JSON text there is.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{JsonError, JsonErrorKind, MAX_DEPTH, scan};
use crate::field::Field;
use crate::profile::{Input, ProfileUpdate};

/// A string.
enum Text<'a> {
    /// As it stands in the source.
    Source(&'a str),
    /// In the buffer of decoded strings.
    Decoded(Range<usize>),
    /// The same, with another character for half of a surrogate pair, which is no text.
    Surrogate(Range<usize>),
}

/// What waits for the buffer of decoded strings to be complete.
#[derive(Default)]
struct Waiting<'a> {
    fields: Vec<(Field, Range<usize>)>,
    unknown: Vec<Text<'a>>,
}

pub(super) fn read<'a>(
    source: &'a str,
    decoded: &'a mut String,
) -> Result<ProfileUpdate<'a>, JsonError> {
    decoded.clear();
    let mut parser = Parser { bytes: source.as_bytes(), source, at: 0, decoded };
    let mut update = ProfileUpdate::not_an_object();
    let mut waiting = Waiting::default();
    parser.space();
    if parser.peek() == Some(b'{') {
        update = ProfileUpdate::default();
        parser.object(&mut update, &mut waiting)?;
    } else {
        parser.skip_value(0)?;
    }
    parser.space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error(JsonErrorKind::Syntax));
    }
    let decoded: &'a str = decoded;
    for (field, range) in waiting.fields {
        if update.text(field).is_some() {
            update.set(field, decoded.get(range).unwrap_or_default());
        }
    }
    for key in waiting.unknown {
        let key = match key {
            Text::Source(text) => Some(text),
            Text::Decoded(range) | Text::Surrogate(range) => decoded.get(range),
        };
        update.take_unknown(Cow::Borrowed(key.unwrap_or_default()));
    }
    Ok(update)
}

/// The field of that name. Records name their fields in the same order nearly always.
fn field_of(name: &str, next: usize) -> Option<Field> {
    match Field::ALL.get(next) {
        Some(field) if field.name() == name => Some(*field),
        _ => Field::from_name(name),
    }
}

struct Parser<'a, 'd> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    decoded: &'d mut String,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn error(&self, kind: JsonErrorKind) -> JsonError {
        let kind = if self.at >= self.bytes.len() { JsonErrorKind::End } else { kind };
        JsonError { kind, at: self.at }
    }

    fn syntax<T>(&self) -> Result<T, JsonError> {
        Err(self.error(JsonErrorKind::Syntax))
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() != Some(byte) {
            return self.syntax();
        }
        self.at += 1;
        Ok(())
    }

    /// Another member or element follows (`true`), or the `close` has been read.
    fn more(&mut self, close: u8) -> Result<bool, JsonError> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => self.syntax(),
        }
    }

    /// The outermost object.
    fn object(
        &mut self,
        update: &mut ProfileUpdate<'a>,
        waiting: &mut Waiting<'a>,
    ) -> Result<(), JsonError> {
        self.expect(b'{')?;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut next = 0;
        loop {
            let key = self.string()?;
            self.space();
            self.expect(b':')?;
            self.space();
            let value = if self.peek() == Some(b'"') {
                Some(self.string()?)
            } else {
                self.skip_value(1)?;
                None
            };
            let name = match &key {
                Text::Source(text) => Some(*text),
                Text::Decoded(range) => self.decoded.get(range.clone()),
                Text::Surrogate(_) => None,
            };
            if let Some(field) = name.and_then(|name| field_of(name, next)) {
                let input = match value {
                    _ if !update.is_missing(field) => Input::Duplicate,
                    None => Input::NotText,
                    Some(Text::Source(text)) => Input::Text(text),
                    Some(Text::Surrogate(_)) => Input::Surrogate,
                    Some(Text::Decoded(range)) => {
                        waiting.fields.push((field, range));
                        Input::Text("")
                    }
                };
                update.put(field, input);
                next = field as usize + 1;
            } else if waiting.unknown.len() < 4 * ProfileUpdate::MAX_UNKNOWN {
                waiting.unknown.push(key);
            }
            if !self.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads any value for its syntax alone, without recursion.
    fn skip_value(&mut self, depth: usize) -> Result<(), JsonError> {
        // One bit a level that is open: 1 for an object, 0 for an array.
        let mut objects: u64 = 0;
        let mut level = depth;
        loop {
            let opened = match self.peek() {
                Some(b'{' | b'[') => {
                    if level >= MAX_DEPTH {
                        return Err(self.error(JsonErrorKind::Depth));
                    }
                    let is_object = self.peek() == Some(b'{');
                    self.at += 1;
                    self.space();
                    objects = objects << 1 | u64::from(is_object);
                    level += 1;
                    let close = if is_object { b'}' } else { b']' };
                    if self.peek() == Some(close) {
                        self.at += 1;
                        objects >>= 1;
                        level -= 1;
                        false
                    } else {
                        true
                    }
                }
                Some(b'"') => {
                    self.string()?;
                    false
                }
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                _ => self.number()?,
            };
            if !opened {
                // A value ended: close what it ends, until something wants another value.
                loop {
                    if level == depth {
                        return Ok(());
                    }
                    if self.more(if objects & 1 == 1 { b'}' } else { b']' })? {
                        break;
                    }
                    objects >>= 1;
                    level -= 1;
                }
            }
            if objects & 1 == 1 {
                self.string()?;
                self.space();
                self.expect(b':')?;
                self.space();
            }
        }
    }

    fn word(&mut self, word: &str) -> Result<bool, JsonError> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Ok(false)
    }

    fn number(&mut self) -> Result<bool, JsonError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(false)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == from { self.syntax() } else { Ok(()) }
    }

    /// A string, decoded only where it has escapes.
    fn string(&mut self) -> Result<Text<'a>, JsonError> {
        self.expect(b'"')?;
        let start = self.at;
        let plain = self.plain_run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Text::Source(plain));
        }
        let from = self.decoded.len();
        // No escape is shorter than what it stands for, so that this is room for all of them: memory
        // that had to grow would leave a copy behind.
        self.decoded.reserve(self.source.len().saturating_sub(from));
        self.at = start;
        let mut broken = false;
        loop {
            let run = self.plain_run();
            self.decoded.push_str(run);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    let range = from..self.decoded.len();
                    return Ok(if broken { Text::Surrogate(range) } else { Text::Decoded(range) });
                }
                Some(b'\\') => {
                    self.at += 1;
                    let c = self.escape()?;
                    broken |= c.is_none();
                    self.decoded.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                _ => return self.syntax(),
            }
        }
    }

    /// Goes on to the next quote, backslash or control.
    fn plain_run(&mut self) -> &'a str {
        let start = self.at;
        self.at = scan::plain_run(self.bytes, start);
        self.source.get(start..self.at).unwrap_or_default()
    }

    /// What follows a backslash; `None` for half of a surrogate pair.
    fn escape(&mut self) -> Result<Option<char>, JsonError> {
        let Some(byte) = self.peek() else {
            return self.syntax();
        };
        let c = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return self.syntax(),
        };
        self.at += 1;
        Ok(Some(c))
    }

    fn unicode_escape(&mut self) -> Result<Option<char>, JsonError> {
        let unit = self.hex()?;
        let is_high = (0xD800..0xDC00).contains(&unit);
        if !is_high || self.bytes.get(self.at..self.at + 2) != Some(b"\\u") {
            return Ok(char::from_u32(unit));
        }
        let before = self.at;
        self.at += 2;
        let low = self.hex()?;
        if (0xDC00..0xE000).contains(&low) {
            return Ok(char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
        }
        self.at = before;
        Ok(None)
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let mut value = 0;
        for _ in 0..4 {
            match self.peek().and_then(|byte| char::from(byte).to_digit(16)) {
                Some(digit) => value = value << 4 | digit,
                None => return self.syntax(),
            }
            self.at += 1;
        }
        Ok(value)
    }
}
