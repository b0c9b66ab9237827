//! Which letters and pairs of letters occur in a record, as a Bloom filter.

/// Bits for each letter of a record. A third of all is set or less, because texts repeat
/// themselves.
const BITS_A_LETTER: usize = 12;
/// The most bits of a record.
const MOST: usize = 1 << 18;
/// Stand in a pair for no letter: a letter alone. It sets three bits, because a single letter is
/// all that is known of a search when it begins.
const ALONE: [char; 3] = ['\0', '\x01', '\x02'];

/// The letters of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits(Box<[u64]>);

/// The letters of a word, as they are looked up.
#[derive(Debug)]
pub(super) struct Letters(Vec<u32>);

impl Bits {
    pub(super) fn for_letters(count: usize) -> Self {
        let bits = (count * BITS_A_LETTER).min(MOST);
        Self(vec![0; bits / 64 + 1].into())
    }

    /// Puts in a text, folded.
    pub(super) fn put(&mut self, letters: impl Iterator<Item = char>) {
        let mut before = None;
        for letter in letters {
            for alone in ALONE {
                self.set(hash(letter, alone));
            }
            if let Some(before) = before {
                for bit in pair(before, letter) {
                    self.set(bit);
                }
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

    /// Spreads a hash evenly over the bits, however many there are.
    fn place(&self, hash: u32) -> (usize, u64) {
        let bits = self.0.len() as u64 * 64;
        let at = (u64::from(hash) * bits) >> 32;
        let word = usize::try_from(at / 64).unwrap_or_default();
        (word, 1 << (at % 64))
    }
}

impl Letters {
    pub(super) fn of(word: &[char]) -> Self {
        // Pairs are rarer than letters, so they come first.
        let pairs = word.windows(2).flat_map(|two| pair(two[0], two[1]));
        let alone = word
            .iter()
            .flat_map(|letter| ALONE.map(|alone| hash(*letter, alone)));
        Self(pairs.chain(alone).collect())
    }
}

/// A pair sets two bits: the letters of a name are in a thousand others too, in another order, and
/// each that can't be ruled out has to be read.
fn pair(one: char, other: char) -> [u32; 2] {
    [hash(one, other), hash(other, one).rotate_left(11)]
}

/// Spreads pairs over 32 bits.
fn hash(one: char, other: char) -> u32 {
    let mixed = u32::from(one)
        .wrapping_mul(0x9e37_79b1)
        .rotate_left(15)
        .wrapping_add(u32::from(other))
        .wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 15)).wrapping_mul(0xc2b2_ae35)
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
