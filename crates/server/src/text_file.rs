//! Small files that an operator writes: rules, a key.

use std::fs::File;
use std::io::{Error, ErrorKind, Read as _, Result};
use std::path::Path;

/// The most bytes of such a file.
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file, without the byte order mark that some editors put before it.
///
/// # Errors
///
/// When it cannot be read, is no UTF-8, or has more than 1 MiB: a device has no end.
pub fn read(file: &Path) -> Result<String> {
    let mut text = String::new();
    File::open(file)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(Error::new(ErrorKind::FileTooLarge, "it has more than 1 MiB"));
    }
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_without_its_mark_and_not_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rules.json");
        for (bytes, reads) in [
            (&b"{}"[..], Some("{}")),
            (b"\xEF\xBB\xBF{}", Some("{}")),
            (b"\xFF", None),
            (&vec![b' '; 1 << 20], Some(&*" ".repeat(1 << 20))),
            (&vec![b' '; (1 << 20) + 1], None),
        ] {
            std::fs::write(&file, bytes).unwrap();
            assert_eq!(read(&file).ok().as_deref(), reads, "{} bytes", bytes.len());
        }
        assert_eq!(read(&folder.path().join("none")).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(read(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
    }
}
