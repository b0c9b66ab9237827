//! The steps of a scale, in decimals that stay exact: 0.1 + 0.2 is 0.3 here.

/// The places behind the point that a form may use.
const PLACES: usize = 9;
/// More steps than this are no scale; the number is typed then.
const MOST: i64 = 1_000_000;

/// From `start` to `end` in steps. It may run downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    /// All three in units of the last decimal place.
    start: i64,
    step: i64,
    steps: usize,
    places: usize,
}

impl Scale {
    /// A scale from the parameters as they are written; `None` if they make none.
    pub(super) fn new(start: &str, end: &str, step: &str) -> Option<Self> {
        let places = [start, end, step].map(places).into_iter().max()?;
        let (start, end) = (units(start, places)?, units(end, places)?);
        let step = units(step, places)?
            .checked_abs()
            .filter(|step| *step > 0)?;
        let steps = end.checked_sub(start)?.checked_abs()? / step;
        if steps == 0 || steps > MOST {
            return None;
        }
        Some(Self {
            start,
            step: if end < start { -step } else { step },
            steps: usize::try_from(steps).ok()?,
            places,
        })
    }

    /// The number of the last step; the first is 0.
    pub(super) fn steps(self) -> usize {
        self.steps
    }

    /// The value of a step as it is stored: `3`, `2.5`.
    pub(super) fn value(self, at: usize) -> String {
        let at = i64::try_from(at.min(self.steps)).unwrap_or_default();
        let units = self.start + self.step * at;
        let scale = 10_i64.pow(u32::try_from(self.places).unwrap_or_default());
        let sign = if units < 0 { "-" } else { "" };
        let (whole, rest) = (units.abs() / scale, units.abs() % scale);
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let rest = format!("{rest:0width$}", width = self.places);
        format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
    }

    /// The step that is nearest to a value within the scale; `None` if it is no number on it.
    pub(super) fn position(self, value: &str) -> Option<usize> {
        let away = units(value, self.places.max(places(value)))?;
        let more = self.places.max(places(value)) - self.places;
        let scale = 10_i64.checked_pow(u32::try_from(more).ok()?)?;
        let (start, step) = (
            self.start.checked_mul(scale)?,
            self.step.checked_mul(scale)?,
        );
        let distance = away.checked_sub(start)?.checked_mul(step.signum())?;
        let step = step.abs();
        let at = (distance + step / 2).div_euclid(step);
        usize::try_from(at).ok().filter(|at| *at <= self.steps)
    }

    /// How many steps a distance such as `tick_interval` is.
    pub(super) fn steps_in(self, distance: &str) -> Option<usize> {
        let units = units(distance, self.places)?.checked_abs()?;
        let steps = units / self.step.abs();
        usize::try_from(steps).ok().filter(|steps| *steps > 0)
    }

    /// A round number of steps between ticks, so that there are about ten.
    pub(super) fn interval(self) -> usize {
        let rounds = [1, 2, 5, 10, 20, 25, 50, 100];
        let fits = |every: &usize| self.steps / every <= 10 && self.steps.is_multiple_of(*every);
        let found = rounds.into_iter().find(fits);
        found.unwrap_or(self.steps)
    }

    /// Where a step stands along the scale, from 0 to 1.
    pub(super) fn part(self, at: usize) -> f64 {
        let number = |whole: usize| f64::from(u32::try_from(whole).unwrap_or(u32::MAX));
        number(at) / number(self.steps.max(1))
    }
}

fn places(text: &str) -> usize {
    let text = text.trim();
    text.split_once('.')
        .map_or(0, |(_, rest)| rest.trim_end_matches('0').len())
}

/// A decimal in units of its last place.
fn units(text: &str, places: usize) -> Option<i64> {
    if places > PLACES {
        return None;
    }
    let text = text.trim();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = rest.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.trim_start_matches('-');
    if !digits(rest) || !digits(unsigned) || unsigned.len() + rest.len() == 0 {
        return None;
    }
    let padded = format!("{whole}{rest:0<places$}");
    padded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[track_caller]
    fn scale(start: &str, end: &str, step: &str) -> Scale {
        Scale::new(start, end, step).unwrap_or_else(|| panic!("{start} to {end} by {step}"))
    }

    #[test]
    fn decimals_stay_exact() {
        let tenths = scale("0", "1", "0.1");
        assert_eq!(tenths.steps(), 10);
        assert_eq!(tenths.value(3), "0.3");
        assert_eq!(tenths.value(10), "1");
        assert_eq!(tenths.position("0.7"), Some(7));
        assert_eq!(tenths.position("0.70"), Some(7));
    }

    #[test]
    fn scales_run_below_zero_and_downwards() {
        let around = scale("-2", "2", "0.5");
        assert_eq!(around.value(1), "-1.5");
        assert_eq!(around.position("-0.5"), Some(3));
        let down = scale("10", "0", "2");
        assert_eq!((down.steps(), down.value(1)), (5, "8".to_owned()));
        assert_eq!(down.position("0"), Some(5));
    }

    #[test]
    fn what_is_off_the_scale_has_no_step() {
        let ten = scale("0", "10", "1");
        for value in ["", "11", "-1", "x", "1e3"] {
            assert_eq!(ten.position(value), None, "{value}");
        }
    }

    #[test]
    fn what_makes_no_scale_is_refused() {
        for (start, end, step) in [
            ("0", "0", "1"),
            ("0", "10", "0"),
            ("a", "10", "1"),
            ("0", "9999999", "1"),
        ] {
            assert_eq!(Scale::new(start, end, step), None);
        }
    }

    #[test]
    fn ticks_come_at_round_distances() {
        assert_eq!(scale("0", "10", "1").interval(), 1);
        assert_eq!(scale("0", "100", "1").interval(), 10);
        assert_eq!(scale("0", "100", "5").interval(), 2);
        assert_eq!(scale("0", "100", "1").steps_in("25"), Some(25));
    }
}
