//! The printed code that opens a vault when its passphrase is forgotten.

use std::{fmt, str::FromStr};

use zeroize::Zeroize;

/// Crockford's base 32: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS: usize = 24;
const GROUP: usize = 4;

/// 24 characters: 115 random bits and a check character, which catches any one wrong character and
/// any two that changed places.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; SYMBOLS]);

/// Why a typed code can't be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryCodeError {
    /// So many characters are there, of 24.
    Length(usize),
    /// A character that no code has.
    Character(char),
    /// A character is wrong, or two have changed places.
    Check,
}

impl fmt::Display for RecoveryCodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => write!(formatter, "{length} characters of {SYMBOLS}"),
            Self::Character(character) => write!(formatter, "no code has a {character:?}"),
            Self::Check => formatter.write_str("a character is wrong"),
        }
    }
}

impl std::error::Error for RecoveryCodeError {}

impl RecoveryCode {
    /// A new code.
    pub fn random(random: &mut impl FnMut(&mut [u8])) -> Self {
        let mut values = [0; SYMBOLS];
        random(&mut values[..SYMBOLS - 1]);
        // 256 is a multiple of 32: each symbol is as likely as any other.
        for value in &mut values {
            *value &= 31;
        }
        // The last symbol makes the sum nought.
        values[SYMBOLS - 1] = sum(&values);
        let code = Self(values.map(|value| ALPHABET[usize::from(value)]));
        values.zeroize();
        code
    }

    /// Its groups of four characters, for showing it line by line and for asking some of it again.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let groups = self.0.chunks(GROUP);
        groups.map(|group| str::from_utf8(group).unwrap_or_default())
    }

    /// Whether a person typed this group, counted from nought, as forgivingly as a whole code.
    pub fn has_group(&self, index: usize, typed: &str) -> bool {
        let typed = typed.chars().map(narrow).filter(|c| !is_between(*c));
        let typed: Option<Vec<_>> = typed.map(value_of).collect();
        let group = self.0.chunks(GROUP).nth(index).unwrap_or_default();
        let group: Option<Vec<_>> = group.iter().map(|c| value_of(char::from(*c))).collect();
        typed.is_some_and(|typed| !typed.is_empty() && Some(typed) == group)
    }

    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }

    /// The code as it is printed, with dashes. Not `Display`, so that it is never shown by chance.
    pub fn reveal(&self) -> String {
        self.groups().collect::<Vec<_>>().join("-")
    }
}

impl Drop for RecoveryCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

impl FromStr for RecoveryCode {
    type Err = RecoveryCodeError;

    /// Reads what a person typed: small letters, O for 0, I and L for 1, full-width characters,
    /// spaces and dashes anywhere.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut code = Self([0; SYMBOLS]);
        let mut values = [0; SYMBOLS];
        let mut length = 0;
        for character in text.chars().map(narrow) {
            if is_between(character) {
                continue;
            }
            let value = value_of(character).ok_or(RecoveryCodeError::Character(character))?;
            if let Some(place) = values.get_mut(length) {
                *place = value;
                code.0[length] = ALPHABET[usize::from(value)];
            }
            length += 1;
        }
        let whole = if length != SYMBOLS {
            Err(RecoveryCodeError::Length(length))
        } else if sum(&values) != 0 {
            Err(RecoveryCodeError::Check)
        } else {
            Ok(code)
        };
        values.zeroize();
        whole
    }
}

/// What people put between the groups.
fn is_between(character: char) -> bool {
    character.is_whitespace() || "-‐‑–—_.·".contains(character)
}

/// The plain form of a full-width character.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

fn value_of(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|symbol| char::from(*symbol) == plain);
    place.and_then(|place| u8::try_from(place).ok())
}

/// The symbols as a polynomial over the field of 32 elements, at its generator, times nothing for
/// the last one. Each place has another factor, so one wrong symbol or two that changed places make
/// another sum.
fn sum(values: &[u8; SYMBOLS]) -> u8 {
    values.iter().fold(0, |sum, value| doubled(sum) ^ value)
}

/// Times the generator, modulo x⁵ + x² + 1.
fn doubled(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}
