//! Tokens: 256 random bits that stand for a client. Only their hash is ever stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Every token starts so, and scanners for leaked secrets can know it by that.
pub const PREFIX: &str = "cp_";

/// A secret of 32 random bytes. Its `Debug` says nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// SHA-256 of a token's bytes. A fast hash is enough: 256 random bits cannot be guessed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl Token {
    /// A new one, from the system's random source, or that source's error.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The token as a person copies it; `None` for text of any other shape.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text that is given to its owner, once.
    pub fn reveal(&self) -> String {
        let mut text = String::from(PREFIX);
        URL_SAFE_NO_PAD.encode_string(self.0, &mut text);
        text
    }

    /// What is stored of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_given() {
        let token = Token::generate().unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), PREFIX.len() + 43);
        assert!(Token::parse(&text).is_some_and(|read| read == token));
        assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(…) TokenHash(…)");
    }

    #[test]
    fn other_text_is_none() {
        let text = Token::generate().unwrap().reveal();
        for other in [
            "",
            "cp_",
            &text[1..],
            &text[..text.len() - 1],
            &format!("{text}A"),
            &format!("{text}="),
            &text.replace("cp_", "CP_"),
            &format!("{text} "),
        ] {
            assert!(Token::parse(other).is_none());
        }
    }

    #[test]
    fn no_two_are_equal() {
        assert_ne!(Token::generate().unwrap().reveal(), Token::generate().unwrap().reveal());
    }
}
