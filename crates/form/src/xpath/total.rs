//! Sums that do not depend on the order of their terms, so that a term can be exchanged.

/// Bits after the binary point of the running sum.
const FRACTION: i32 = 64;
/// Terms are smaller than two to this power, so that two million of them fit.
const WHOLE: i32 = 42;

/// The exact sum of numbers, rounded once when it is read.
///
/// It holds all numbers below 2⁴² that are multiples of 2⁻⁶⁴: whole numbers, and decimals from
/// 0.001 on as they are stored in a double. Others are only counted; then the sum has to be made
/// anew, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Total {
    fixed: i128,
    not_numbers: u32,
    others: u32,
}

impl Total {
    /// The sum, in the order given where the terms do not fit.
    pub(crate) fn of(numbers: &[f64]) -> f64 {
        let mut total = Self::default();
        for number in numbers {
            total.add(*number);
        }
        total.value().unwrap_or_else(|| numbers.iter().sum())
    }

    pub(crate) fn add(&mut self, number: f64) {
        self.change(number, 1);
    }

    /// Takes a term out that was added before.
    pub(crate) fn subtract(&mut self, number: f64) {
        self.change(number, -1);
    }

    fn change(&mut self, number: f64, by: i8) {
        let count = if number.is_nan() {
            &mut self.not_numbers
        } else if let Some(fixed) = fixed(number) {
            self.fixed += fixed * i128::from(by);
            return;
        } else {
            &mut self.others
        };
        *count = count.saturating_add_signed(by.into());
    }

    /// `None` if there are terms that do not fit.
    #[expect(
        clippy::cast_precision_loss,
        reason = "this is where the sum is rounded"
    )]
    pub(crate) fn value(&self) -> Option<f64> {
        if self.not_numbers > 0 {
            return Some(f64::NAN);
        }
        (self.others == 0).then(|| self.fixed as f64 * 2_f64.powi(-FRACTION))
    }

    /// Whether a term is not a number.
    pub(crate) fn has_nan(&self) -> bool {
        self.not_numbers > 0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and in range"
)]
fn fixed(number: f64) -> Option<i128> {
    let scaled = number * 2_f64.powi(FRACTION);
    let fits = number.abs() < 2_f64.powi(WHOLE) && scaled.fract().abs() == 0.0;
    fits.then_some(scaled as i128)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the results are exact")]
mod tests {
    use super::*;

    #[test]
    fn a_term_can_be_exchanged_without_a_trace() {
        let numbers = [0.1, 0.2, 1e9, -7.25, 0.3, 1e-3];
        let mut total = Total::default();
        for number in numbers {
            total.add(number);
        }
        total.subtract(1e9);
        total.add(4.0);
        assert_eq!(
            total.value(),
            Some(Total::of(&[0.3, 4.0, 0.1, 1e-3, -7.25, 0.2]))
        );
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(Total::of(&[0.1; 10]), 1.0);
        assert_eq!(Total::of(&[0.1, 0.2, 0.3]), 0.6);
        assert_eq!(Total::of(&[]), 0.0);
    }

    #[test]
    fn what_does_not_fit_is_summed_in_order() {
        let numbers = [1e300, 1.0, -1e300, 1e-300];
        assert_eq!(Total::of(&numbers), numbers.iter().sum::<f64>());
        assert_eq!(Total::of(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert!(Total::of(&[1.0, f64::NAN]).is_nan());
        let mut total = Total::default();
        for number in numbers {
            total.add(number);
        }
        assert_eq!(total.value(), None);
        for number in numbers {
            total.subtract(number);
        }
        assert_eq!(total.value(), Some(0.0));
    }
}
