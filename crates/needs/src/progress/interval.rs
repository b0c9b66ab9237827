//! How sure a share is that was seen in a part of a finite whole.

/// The 97.5th percentile of the normal distribution: intervals hold 95 %.
const Z: f64 = 1.959_964;

/// A share with its 95 % interval, each between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The share as it was seen.
    pub share: f64,
    /// The upper end.
    pub high: f64,
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "doors of an estate are few")]
pub(super) const fn real(count: usize) -> f64 {
    count as f64
}

/// How many would have to be drawn from a whole without end to be as sure as `n` of `whole` are:
/// the finite population correction, (N-n)/(N-1) (Cochran, Sampling Techniques, 3rd edition,
/// section 3.2). `None` where all were seen, so that chance has no part in it.
fn effective(n: usize, whole: usize) -> Option<f64> {
    (n < whole).then(|| real(n) * real(whole - 1) / real(whole - n))
}

/// The interval of a share of `hits` among `n` that were drawn from `whole`: the score interval
/// (Wilson 1927, Journal of the American Statistical Association 22) with the finite population
/// correction. `None` where nothing was drawn.
pub fn interval(hits: usize, n: usize, whole: usize) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let share = real(hits.min(n)) / real(n);
    let Some(n) = effective(n, whole) else {
        return Some(Interval {
            low: share,
            share,
            high: share,
        });
    };
    let square = Z * Z;
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let spread = (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let half = Z / (1.0 + square / n) * spread;
    Some(Interval {
        low: (middle - half).clamp(0.0, share),
        share,
        high: (middle + half).clamp(share, 1.0),
    })
}

/// Half the width of the widest interval that a share can have, that of one half, among `n` drawn
/// from `whole`. `None` where nothing was drawn.
pub fn margin(n: usize, whole: usize) -> Option<f64> {
    if n == 0 {
        return None;
    }
    let half = |n: f64| Z / (2.0 * (n + Z * Z).sqrt());
    Some(effective(n, whole).map_or(0.0, half))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    #[test]
    fn the_published_intervals_of_samples_from_a_whole_without_end() {
        let whole = 1_000_000_000;
        for (hits, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = interval(hits, n, whole).unwrap();
            assert!((found.low - low).abs() < 0.000_05, "{found:?}");
            assert!((found.high - high).abs() < 0.000_05, "{found:?}");
        }
    }

    /// Worked by hand: 64 of 200 doors are as good as 64·199/136 = 93.647 of infinitely many.
    #[test]
    fn a_third_of_the_whole_says_more_than_as_many_out_of_a_crowd() {
        let found = margin(64, 200).unwrap();
        assert!((found - 0.099_25).abs() < 0.000_05, "{found}");
        assert!(found < margin(64, 2_000_000).unwrap());
    }

    #[test]
    fn who_asked_everyone_is_sure_and_who_asked_nobody_knows_nothing() {
        let all = interval(30, 200, 200).unwrap();
        assert!((all.low - all.high).abs() < 1e-12 && (all.share - 0.15).abs() < 1e-12);
        assert_eq!(margin(200, 200), Some(0.0));
        assert_eq!(interval(0, 0, 200), None);
        assert_eq!(margin(0, 200), None);
    }

    /// Drawn without putting back, the interval holds the truth in about 95 of 100 draws: reckoned
    /// exactly, by the hypergeometric distribution.
    #[test]
    fn it_holds_the_truth_as_often_as_it_says() {
        let (whole, n) = (120_usize, 40_usize);
        let log_factorial: Vec<f64> = (0..=whole)
            .scan(0.0, |sum, k| {
                *sum += real(k.max(1)).ln();
                Some(*sum)
            })
            .collect();
        let choose =
            |a: usize, b: usize| log_factorial[a] - log_factorial[b] - log_factorial[a - b];
        let mut sum = 0.0;
        for truth in 0..=whole {
            let fits = |hits: &usize| *hits <= truth && n - *hits <= whole - truth;
            let held: f64 = (0..=n)
                .filter(fits)
                .filter(|hits| {
                    let found = interval(*hits, n, whole).unwrap();
                    let share = real(truth) / real(whole);
                    found.low - 1e-9 <= share && share <= found.high + 1e-9
                })
                .map(|hits| {
                    let ways = choose(truth, hits) + choose(whole - truth, n - hits);
                    (ways - choose(whole, n)).exp()
                })
                .sum();
            assert!(held > 0.85, "{truth} of {whole}: {held}");
            sum += held;
        }
        let mean = sum / real(whole + 1);
        assert!((0.94..0.97).contains(&mean), "{mean}");
    }

    proptest! {
        #[test]
        fn it_lies_about_its_share_and_within_bounds(
            whole in 1_usize..3_000,
            n in 1_usize..3_000,
            hits in 0_usize..3_000,
        ) {
            let n = n.min(whole);
            let hits = hits.min(n);
            let found = interval(hits, n, whole).unwrap();
            prop_assert!(0.0 <= found.low && found.low <= found.share);
            prop_assert!(found.share <= found.high && found.high <= 1.0);
            let widest = margin(n, whole).unwrap();
            prop_assert!((found.high - found.low) / 2.0 <= widest + 1e-9);
            // What is true of some is, seen from the others, the opposite.
            let rest = interval(n - hits, n, whole).unwrap();
            prop_assert!((1.0 - rest.high - found.low).abs() < 1e-9);
        }

        #[test]
        fn asking_more_makes_surer(whole in 2_usize..3_000, n in 1_usize..3_000) {
            let n = n.min(whole - 1);
            prop_assert!(margin(n + 1, whole).unwrap() < margin(n, whole).unwrap());
        }
    }
}
