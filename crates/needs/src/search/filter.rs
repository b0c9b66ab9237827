//! Which letters and pairs of letters occur in a record, as a Bloom filter.

/// Bits for each letter of a record. With a letter and a pair for each, a sixth of all bits is set
/// or fewer, because texts repeat themselves.
const BITS_A_LETTER: usize = 8;
/// The least and the most bits of a record.
const LEAST: usize = 64;
const MOST: usize = 1 << 18;
/// Stands in a pair for no letter: a letter alone.
const NONE: char = '\0';

/// The letters of one record; a power of two of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits(Box<[u64]>);

/// The letters of a word, as they are looked up.
#[derive(Debug)]
pub(super) struct Letters(Vec<u32>);

impl Bits {
    pub(super) fn for_letters(count: usize) -> Self {
        let bits = (count * BITS_A_LETTER)
            .next_power_of_two()
            .clamp(LEAST, MOST);
        Self(vec![0; bits / 64].into())
    }

    /// Puts in a text, folded.
    pub(super) fn put(&mut self, letters: impl Iterator<Item = char>) {
        let mut before = None;
        for letter in letters {
            self.set(hash(letter, NONE));
            if let Some(before) = before {
                self.set(hash(before, letter));
            }
            before = Some(letter);
        }
    }

    /// Whether all letters of a word may be here. Where it says no, they are not.
    pub(super) fn may_hold(&self, letters: &Letters) -> bool {
        letters.0.iter().all(|hash| {
            let (word, bit) = self.place(*hash);
            self.0[word] & bit != 0
        })
    }

    fn set(&mut self, hash: u32) {
        let (word, bit) = self.place(hash);
        self.0[word] |= bit;
    }

    const fn place(&self, hash: u32) -> (usize, u64) {
        let at = hash as usize & (self.0.len() * 64 - 1);
        (at / 64, 1 << (at % 64))
    }
}

impl Letters {
    pub(super) fn of(word: &[char]) -> Self {
        // Pairs are rarer than letters, so they come first.
        let pairs = word.windows(2).map(|pair| hash(pair[0], pair[1]));
        let single = word.iter().map(|letter| hash(*letter, NONE));
        Self(pairs.chain(single).collect())
    }
}

/// Spreads pairs over 32 bits, of which the lowest are used.
fn hash(one: char, other: char) -> u32 {
    let mixed = u32::from(one)
        .wrapping_mul(0x9e37_79b1)
        .rotate_left(15)
        .wrapping_add(u32::from(other))
        .wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 15)
}

#[cfg(test)]
mod tests {
    use super::{Bits, Letters};

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn what_is_there_is_found_and_most_else_is_not() {
        let text: String = ('一'..).take(400).collect();
        let mut bits = Bits::for_letters(400);
        bits.put(text.chars());
        let all = letters(&text);
        for word in all.windows(3) {
            assert!(bits.may_hold(&Letters::of(word)));
        }
        let others: Vec<char> = ('齐'..).take(400).collect();
        let wrong = others
            .windows(2)
            .filter(|word| bits.may_hold(&Letters::of(word)));
        assert!(wrong.count() < 8, "one in fifty at most");
    }

    #[test]
    fn nothing_holds_nothing() {
        let bits = Bits::for_letters(0);
        assert!(!bits.may_hold(&Letters::of(&letters("a"))));
    }
}
