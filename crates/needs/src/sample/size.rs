//! How many are enough: the size of a sample by how sure its figures are to be (Cochran, *Sampling
//! Techniques*, 3rd ed., 4.4 and 4.5; a share of one half, where the error is the largest).

/// The standard normal's value that 95 % lie within.
const Z: f64 = 1.959_964;

/// The fewest answers out of `population` by which a share is known to ± `percent` at 95 %.
pub fn enough(population: usize, percent: f64) -> usize {
    let all = count(population);
    if percent <= 0.0 || population < 2 {
        return population;
    }
    let error = percent / 100.0;
    let of_many = Z * Z * 0.25 / (error * error);
    let wanted = of_many / (1.0 + (of_many - 1.0) / all);
    whole(wanted.ceil()).min(population)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a number of units, and a cast of a float stops at the ends"
)]
const fn whole(number: f64) -> usize {
    number as usize
}

/// To how many percent, ±, a share is known at 95 % from `answers` out of `population`; `None`
/// without an answer.
pub fn error(population: usize, answers: usize) -> Option<f64> {
    if answers == 0 {
        return None;
    }
    if population < 2 || answers >= population {
        return Some(0.0);
    }
    let (all, some) = (count(population), count(answers));
    let correction = (all - some) / (all - 1.0);
    Some(100.0 * Z * (0.25 / some * correction).sqrt())
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_of_the_textbook() {
        assert_eq!(enough(2_000, 5.0), 323);
        assert_eq!(enough(1_000_000, 5.0), 384);
        assert_eq!(enough(20_000, 3.0), 1014);
        assert_eq!(enough(60, 5.0), 53);
        assert_eq!(enough(1, 5.0), 1);
        assert_eq!(enough(0, 5.0), 0);
        assert_eq!(enough(100, 0.0), 100);
    }

    #[test]
    fn enough_answers_have_the_error_that_was_asked_for() {
        for population in [10, 60, 500, 2_000, 20_000] {
            for percent in [2.0, 5.0, 10.0] {
                let size = enough(population, percent);
                assert!(error(population, size).unwrap() <= percent + 1e-6);
                if size > 1 {
                    assert!(error(population, size - 1).unwrap() > percent - 0.2);
                }
            }
        }
        assert_eq!(error(50, 0), None);
        assert_eq!(error(50, 50), Some(0.0));
    }
}
