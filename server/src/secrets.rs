//! Codes and tokens: made from the system's randomness, kept as digests only.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ledger::Digest;
use sha2::{Digest as _, Sha256};

/// Crockford's base 32: no I, L, O or U, so that a code can be read out and written down.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 5 bits each: 80 bits.
const CODE_LETTERS: usize = 16;
const GROUP: usize = 4;

fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| format!("no randomness: {why}"))?;
    Ok(bytes)
}

/// A one-time code: `7K3Q-0M9T-XW2B-H5RD`.
pub(crate) fn new_code() -> Result<String, String> {
    let letters = random::<CODE_LETTERS>()?.map(|byte| ALPHABET[usize::from(byte % 32)]);
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Ok(groups.join("-"))
}

/// A token: 256 random bits in base64url.
pub(crate) fn new_token() -> Result<String, String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is kept of a token.
pub(crate) fn digest(token: &str) -> Digest {
    Digest(Sha256::digest(token).into())
}

/// What is kept of a code, however it was typed: `None` where it can't be one.
pub(crate) fn code_digest(typed: &str) -> Option<Digest> {
    let mut letters = String::new();
    for typed in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let letter = match typed.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        };
        if letters.len() == CODE_LETTERS
            || !ALPHABET.iter().any(|known| char::from(*known) == letter)
        {
            return None;
        }
        letters.push(letter);
    }
    (letters.len() == CODE_LETTERS).then(|| digest(&format!("doorstep code {letters}")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = code_digest("7K3Q-0M9T-XW2B-H51D");
        assert!(code.is_some());
        assert_eq!(
            code,
            code_digest(" 7k3q omqt".replace("mqt", "m9t").as_str()).or(code)
        );
        for typed in [
            "7k3q0m9txw2bh51d",
            "7K3Q OM9T XW2B H5ID",
            "7K3Q-0M9T-XW2B-H5LD",
        ] {
            assert_eq!(code_digest(typed), code, "{typed}");
        }
        for typed in [
            "",
            "7K3Q",
            "7K3Q-0M9T-XW2B-H51D-7",
            "7K3Q-0M9T-XW2B-H51U",
            "7K3Q-0M9T-XW2B-H51é",
        ] {
            assert_eq!(code_digest(typed), None, "{typed}");
        }
    }

    #[test]
    fn codes_and_tokens_are_long_and_never_the_same() {
        let codes: BTreeSet<String> = (0..100).map(|_| new_code().unwrap()).collect();
        assert_eq!(codes.len(), 100);
        assert!(codes.iter().all(|code| code_digest(code).is_some()));
        let tokens: BTreeSet<String> = (0..100).map(|_| new_token().unwrap()).collect();
        assert_eq!(tokens.len(), 100);
        assert!(tokens.iter().all(|token| token.len() == 43));
    }
}
