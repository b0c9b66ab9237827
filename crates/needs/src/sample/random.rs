//! The random numbers that a sample is drawn by, spelled out so that anyone can make them again
//! (`docs/SAMPLING.md`).

/// SplitMix64 (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, 2014).
#[derive(Clone, Debug)]
pub struct Generator {
    state: u64,
}

impl Generator {
    /// The generator of a seed.
    pub const fn of(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number, from 0 to 2⁶⁴ − 1.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.state)
    }

    /// A number below `n`, each equally likely; 0 where `n` is 0. Numbers of the last, incomplete
    /// round of `n` are thrown away.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // 2⁶⁴ mod n numbers are too many.
        let over = (u64::MAX % n + 1) % n;
        loop {
            let number = self.number();
            if number <= u64::MAX - over {
                return number % n;
            }
        }
    }

    /// Puts a list into random order: from the first place to the last, each swapped with itself
    /// or one behind it (Fisher and Yates, in Durstenfeld's form).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in 0..list.len().saturating_sub(1) {
            let left = (list.len() - at) as u64;
            let step = usize::try_from(self.below(left)).unwrap_or(0);
            list.swap(at, at + step);
        }
    }
}

/// SplitMix64's last step: every bit of the result depends on every bit given.
pub const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_paper() {
        let mut generator = Generator::of(1_234_567);
        let numbers: [u64; 5] = std::array::from_fn(|_| generator.number());
        let known = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(numbers, known);
    }

    #[test]
    fn below_is_even_and_within() {
        let mut generator = Generator::of(5);
        let mut seen = [0; 6];
        for _ in 0..60_000 {
            seen[usize::try_from(generator.below(6)).unwrap()] += 1;
        }
        assert!(
            seen.iter().all(|count| (9_600..10_400).contains(count)),
            "{seen:?}"
        );
        assert_eq!(Generator::of(5).below(0), 0);
        assert_eq!(Generator::of(5).below(1), 0);
    }

    #[test]
    fn a_shuffle_keeps_everything() {
        let mut list: Vec<u32> = (0..100).collect();
        Generator::of(9).shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
        Generator::of(9).shuffle::<u8>(&mut []);
    }
}
