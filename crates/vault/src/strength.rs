//! How hard a passphrase is to guess, roughly. It advises; only what falls in minutes is refused.

/// Words for a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Found within minutes, whatever a guess costs: refused.
    TooEasy,
    /// Holds against a thief, not against someone who means it.
    Fair,
    /// Holds for years.
    Good,
    /// Holds.
    Strong,
}

const FAIR_BITS: f64 = 28.0;
const GOOD_BITS: f64 = 44.0;
const STRONG_BITS: f64 = 60.0;

/// What everyone tries first, in small letters, by the letters alone.
const TRIED_FIRST: [&str; 8] = [
    "password",
    "passphrase",
    "qwerty",
    "letmein",
    "welcome",
    "iloveyou",
    "doorstep",
    "admin",
];

/// Judges a passphrase by its length, its kinds of characters, and how much of it follows from what
/// stands before. There are no rules on what it must contain.
pub fn strength(passphrase: &str) -> Strength {
    let bits = bits(passphrase);
    if bits < FAIR_BITS {
        Strength::TooEasy
    } else if bits < GOOD_BITS {
        Strength::Fair
    } else if bits < STRONG_BITS {
        Strength::Good
    } else {
        Strength::Strong
    }
}

fn bits(passphrase: &str) -> f64 {
    let small = passphrase.trim().to_lowercase();
    let mut rest = small.clone();
    let mut bits = 0.0;
    for word in TRIED_FIRST {
        if rest.contains(word) {
            rest = rest.replace(word, "");
            bits += 3.0;
        }
    }
    let mut before: Vec<char> = Vec::new();
    for character in rest.chars() {
        bits += if follows(&before, character) {
            0.5
        } else {
            own_bits(character)
        };
        before.push(character);
    }
    // Capitals in odd places are worth little: most stand in front.
    let capitals = passphrase.chars().skip(1).filter(|c| c.is_uppercase());
    bits + f64::from(u8::try_from(capitals.count().min(4)).unwrap_or_default())
}

/// Whether a character repeats the last one, goes on counting, or has come more than twice.
fn follows(before: &[char], character: char) -> bool {
    let Some(&last) = before.last() else {
        return false;
    };
    let (a, b) = (u32::from(last), u32::from(character));
    a.abs_diff(b) <= 1 || before.iter().filter(|&&c| c == character).count() > 2
}

/// What one more character of its kind adds, in bits: less than its share of the alphabet, because
/// people write words.
fn own_bits(character: char) -> f64 {
    match character {
        '0'..='9' => 3.0,
        'a'..='z' => 3.5,
        ' ' => 1.0,
        c if c.is_ascii() => 4.5,
        // Some three thousand characters are in daily use, in words of two.
        _ => 7.0,
    }
}
