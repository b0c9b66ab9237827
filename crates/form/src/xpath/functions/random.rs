//! Shuffling that a seed repeats in every client (ODK XForms, `randomize`): the inside-out variant
//! of Fisher and Yates, with the generator of Park and Miller.

use sha2::{Digest as _, Sha256};

use super::Call;
use crate::xpath::eval::Evaluated;
use crate::xpath::tree::{Node, Tree};
use crate::xpath::value::Value;

const MODULUS: i64 = 2_147_483_647;

pub(super) fn randomize(call: &Call<'_, '_>) -> Evaluated<Vec<Node>> {
    let mut nodes = call.nodes(0)?;
    let seed = if call.given(1) {
        random_seed(&call.value(1)?, call.eval.tree)
    } else {
        i64::from(u32::try_from(call.eval.host.random() >> 33).unwrap_or(1))
    };
    shuffle(&mut nodes, seed);
    Ok(nodes)
}

/// A number counts as it is, without its fraction. A text that is no number counts with the first
/// eight bytes of its SHA-256, as in JavaRosa; the empty text with 0.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is out of range counts as the end of the range"
)]
pub(crate) fn random_seed(seed: &Value<'_>, tree: &dyn Tree) -> i64 {
    let number = seed.number(tree);
    if !number.is_nan() {
        return number as i64;
    }
    let text = seed.clone().into_text(tree);
    if text.is_empty() {
        return 0;
    }
    let hash = Sha256::digest(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(first)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a fraction of a length"
)]
pub(crate) fn shuffle<T>(items: &mut [T], seed: i64) {
    let mut state = seed % MODULUS;
    if state <= 0 {
        state += MODULUS - 1;
    }
    for last in 0..items.len() {
        state = state * 16_807 % MODULUS;
        let fraction = (state - 1) as f64 / (MODULUS - 1) as f64;
        let other = ((fraction * (last + 1) as f64) as usize).min(last);
        items.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_order_everywhere() {
        let mut letters = ["a", "b", "c", "d", "e", "f"];
        shuffle(&mut letters, 42);
        assert_eq!(letters.concat(), "afcbde");
        for seed in [0, -1, i64::MIN, i64::MAX, MODULUS] {
            shuffle(&mut letters, seed);
            let mut sorted = letters;
            sorted.sort_unstable();
            assert_eq!(sorted.concat(), "abcdef");
        }
    }
}
