//! The exact way: every JSON text there is.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{JsonError, JsonErrorKind, MAX_DEPTH};
use crate::field::Field;
use crate::profile::{Input, ProfileUpdate};

/// Where a string's text stands.
#[derive(Clone)]
enum Text {
    /// In the source, as it is.
    Source(Range<usize>),
    /// In the buffer of decoded strings.
    Decoded(Range<usize>),
    /// Nowhere: half of a surrogate pair is no text.
    Surrogate(Range<usize>),
}

/// A field's input before the buffer of decoded strings is complete.
#[derive(Clone, Default)]
enum Slot {
    #[default]
    Missing,
    Text(Text),
    NotText,
    Duplicate,
}

pub(super) fn read<'a>(
    source: &'a str,
    decoded: &'a mut String,
) -> Result<ProfileUpdate<'a>, JsonError> {
    decoded.clear();
    let mut parser = Parser { bytes: source.as_bytes(), source, at: 0, decoded };
    let mut slots: [Slot; Field::COUNT] = core::array::from_fn(|_| Slot::Missing);
    let mut unknown = Vec::new();
    parser.space();
    let is_object = parser.peek() == Some(b'{');
    if is_object {
        parser.object(&mut slots, &mut unknown)?;
    } else {
        parser.skip_value(0)?;
    }
    parser.space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error(JsonErrorKind::Syntax));
    }
    if !is_object {
        return Ok(ProfileUpdate::not_an_object());
    }
    let decoded: &'a str = decoded;
    let mut update = ProfileUpdate::default();
    for (field, slot) in Field::ALL.into_iter().zip(slots) {
        update.put(
            field,
            match slot {
                Slot::Missing => Input::Missing,
                Slot::Text(Text::Source(range)) => {
                    Input::Text(source.get(range).unwrap_or_default())
                }
                Slot::Text(Text::Decoded(range)) => {
                    Input::Text(decoded.get(range).unwrap_or_default())
                }
                Slot::Text(Text::Surrogate(_)) => Input::Surrogate,
                Slot::NotText => Input::NotText,
                Slot::Duplicate => Input::Duplicate,
            },
        );
    }
    for key in unknown {
        let key = match key {
            Text::Source(range) => source.get(range),
            Text::Decoded(range) | Text::Surrogate(range) => decoded.get(range),
        };
        update.take_unknown(Cow::Borrowed(key.unwrap_or_default()));
    }
    Ok(update)
}

struct Parser<'a, 'd> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    decoded: &'d mut String,
}

impl Parser<'_, '_> {
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

    /// The outermost object: its fields into `slots`, other keys into `unknown`.
    fn object(
        &mut self,
        slots: &mut [Slot; Field::COUNT],
        unknown: &mut Vec<Text>,
    ) -> Result<(), JsonError> {
        self.expect(b'{')?;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.space();
            self.expect(b':')?;
            self.space();
            let slot = if self.peek() == Some(b'"') {
                Slot::Text(self.string()?)
            } else {
                self.skip_value(1)?;
                Slot::NotText
            };
            let name = match &key {
                Text::Source(range) => self.source.get(range.clone()),
                Text::Decoded(range) => self.decoded.get(range.clone()),
                Text::Surrogate(_) => None,
            };
            match name.and_then(Field::from_name).and_then(|field| slots.get_mut(field as usize)) {
                Some(place @ Slot::Missing) => *place = slot,
                Some(place) => *place = Slot::Duplicate,
                None if unknown.len() < 4 * ProfileUpdate::MAX_UNKNOWN => unknown.push(key),
                None => {}
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
    fn string(&mut self) -> Result<Text, JsonError> {
        self.expect(b'"')?;
        let start = self.at;
        let plain = self.plain_run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Text::Source(plain));
        }
        let from = self.decoded.len();
        self.at = start;
        let mut broken = false;
        loop {
            let run = self.plain_run();
            self.decoded.push_str(self.source.get(run).unwrap_or_default());
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
    fn plain_run(&mut self) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
            self.at += 1;
        }
        start..self.at
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
