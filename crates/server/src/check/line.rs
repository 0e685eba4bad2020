//! One record: checked, and its findings written.

use std::fmt::{Display, Write as _};

use client_profile::json::{JsonErrorKind, MAX_LINE, Reader};
use client_profile::{Code, Date, FieldSet, Issue, ProfileUpdate, Severity, Validator};

use super::summary::Summary;
use crate::request::refuse_others;

/// How each record is checked and what is written of it.
pub(super) struct Checker<'a> {
    pub validator: &'a Validator,
    pub today: Date,
    /// The fields that are checked and must be there.
    pub fields: FieldSet,
    /// Whether the other fields are unknown keys, as in a request that does not take them.
    pub refuses_others: bool,
    /// Whether keys that are no field are nobody's business.
    pub ignores_unknown: bool,
    /// Whether a line is written for each record.
    pub writes_lines: bool,
}

impl Checker<'_> {
    /// Checks one line of NDJSON.
    pub fn line(
        &self,
        number: u64,
        bytes: &[u8],
        reader: &mut Reader,
        out: &mut String,
        summary: &mut Summary,
    ) {
        if bytes.len() > MAX_LINE {
            return self.too_long(number, out, summary);
        }
        match reader.read(bytes) {
            Ok(mut update) => self.update(number, &mut update, out, summary),
            Err(error) => {
                let what = match error.kind {
                    JsonErrorKind::Utf8 => "Write the file in UTF-8",
                    JsonErrorKind::Syntax => "Write one record of JSON a line",
                    JsonErrorKind::End => "Write the whole record on its line",
                    JsonErrorKind::Depth => "Write a flat record",
                };
                self.broken(number, format_args!("{what}: {}", error.place()), out, summary);
            }
        }
    }

    /// Reports a line that is longer than any record.
    pub fn too_long(&self, number: u64, out: &mut String, summary: &mut Summary) {
        let most = MAX_LINE >> 20;
        let words = format_args!("Write each record in {most} MiB at most: the line is longer");
        self.broken(number, words, out, summary);
    }

    /// Checks one record.
    pub fn update(
        &self,
        number: u64,
        update: &mut ProfileUpdate<'_>,
        out: &mut String,
        summary: &mut Summary,
    ) {
        if self.refuses_others {
            refuse_others(update, self.fields);
        }
        if self.ignores_unknown {
            update.drop_unknown();
        }
        let report = self.validator.validate_fields(self.fields, update, self.today);
        let valid = report.is_valid();
        summary.count(valid);
        // Most records have nothing to go through.
        let is_clean = valid && !report.has_warnings();
        if !is_clean {
            for (field, code, severity) in report.findings() {
                summary.count_issue(Some(field), code, severity);
            }
            if !update.is_object() {
                summary.count_issue(None, Code::NotAnObject, Severity::Error);
            }
            for _ in update.unknown() {
                summary.count_issue(None, Code::UnknownField, Severity::Error);
            }
        }
        if !self.writes_lines {
            return;
        }
        start(out, number, valid);
        if !is_clean {
            for (at, issue) in report.issues().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_finding(out, &issue, &issue.message());
            }
        }
        out.push_str("]}\n");
    }

    /// Reports what cannot be read, in words that say why.
    pub fn broken(
        &self,
        number: u64,
        words: impl Display,
        out: &mut String,
        summary: &mut Summary,
    ) {
        summary.count(false);
        summary.count_issue(None, Code::InvalidJson, Severity::Error);
        if self.writes_lines {
            start(out, number, false);
            write_finding(out, &Issue::of_input(Code::InvalidJson), &words);
            out.push_str("]}\n");
        }
    }
}

fn start(out: &mut String, number: u64, valid: bool) {
    out.push_str(r#"{"line":"#);
    out.push_str(itoa::Buffer::new().format(number));
    out.push_str(if valid {
        r#","valid":true,"issues":["#
    } else {
        r#","valid":false,"issues":["#
    });
}

fn write_finding(out: &mut String, issue: &Issue<'_>, words: &impl Display) {
    out.push_str(r#"{"field":"#);
    match issue.name() {
        Some(name) => push_json_string(out, name),
        None => out.push_str("null"),
    }
    out.push_str(r#","code":""#);
    out.push_str(issue.code.as_str());
    out.push_str(r#"","severity":""#);
    out.push_str(issue.severity.as_str());
    out.push_str(r#"","message":""#);
    // Writing to a String never fails; no message has a quote, a backslash or a control.
    let _ = write!(out, "{words}");
    if let Some(country) = issue.meant() {
        out.push_str(r#"","country":""#);
        out.push_str(country.as_str());
    }
    out.push_str("\"}");
}

fn push_json_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\u{1F}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
