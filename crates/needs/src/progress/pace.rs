//! How quickly work goes on, and when it will be where it has to be.

use chrono::{NaiveDate, TimeDelta};

use super::interval::real;

/// The last so many days on which somebody went out say how quickly it goes.
const DAYS: usize = 10;

/// Fewer say nothing.
const FEWEST: usize = 3;

/// How many a day, on days on which somebody went out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How many a day: the mean without the best and the worst day, so that one that went very well
    /// or very badly doesn't count. A median would be nothing where most days bring none.
    pub a_day: f64,
    /// The lower end of its 95 % interval (Tukey and McLaughlin 1963, Sankhya 25).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How many days it was taken from.
    pub days: usize,
    /// The share of all days on which somebody went out, since the first of them.
    pub worked: f64,
}

/// When a target will be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outlook {
    /// It is.
    Reached,
    /// Too few days to say.
    TooEarly,
    /// On this day, if it goes on like that, within the period.
    On(NaiveDate),
    /// Not within the period: on this later day, or never.
    After(Option<NaiveDate>),
    /// The period is over.
    Over,
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The share that has to be exceeded, in percent.
    pub percent: u32,
    /// Doors to reach.
    pub target: usize,
    /// Doors reached.
    pub reached: usize,
    /// How quickly it goes, if somebody went out on days enough.
    pub pace: Option<Pace>,
    /// When it will be there.
    pub outlook: Outlook,
    /// The earliest and the latest day by the interval of the pace; no latest where the pace may be
    /// next to nothing.
    pub between: Option<(NaiveDate, Option<NaiveDate>)>,
    /// How many a day it takes to be there on the last day, going out as often as until now.
    pub needed: Option<f64>,
}

impl Goal {
    /// How many are missing.
    pub const fn missing(&self) -> usize {
        self.target.saturating_sub(self.reached)
    }

    /// Looks ahead from `today`. `days` are those on which somebody went out, in order, each with
    /// how many were reached.
    pub(super) fn of(
        (percent, target, reached): (u32, usize, usize),
        days: &[(NaiveDate, usize)],
        today: NaiveDate,
        ends: Option<NaiveDate>,
    ) -> Self {
        let mut goal = Self {
            percent,
            target,
            reached,
            pace: pace(days, today),
            outlook: Outlook::TooEarly,
            between: None,
            needed: None,
        };
        let missing = goal.missing();
        if missing == 0 {
            goal.outlook = Outlook::Reached;
            return goal;
        }
        if ends.is_some_and(|ends| ends < today) {
            goal.outlook = Outlook::Over;
            return goal;
        }
        // Until somebody has been out a few days, they are taken to go out on every day.
        let worked = goal.pace.map_or(1.0, |pace| pace.worked);
        goal.needed = ends.map(|ends| {
            let left = real(usize::try_from((ends - today).num_days() + 1).unwrap_or(1));
            real(missing) / (left * worked).max(1.0)
        });
        if let Some(pace) = goal.pace {
            let on = |a_day| arrival(missing, a_day, worked, today);
            let within = |day: &NaiveDate| ends.is_none_or(|ends| *day <= ends);
            goal.outlook = match on(pace.a_day) {
                Some(day) if within(&day) => Outlook::On(day),
                later => Outlook::After(later),
            };
            goal.between = on(pace.high).map(|earliest| (earliest, on(pace.low)));
        }
        goal
    }
}

/// The day on which the last of `missing` is reached; `None` where that is years away.
fn arrival(missing: usize, a_day: f64, worked: f64, today: NaiveDate) -> Option<NaiveDate> {
    const LONGEST_DAYS: f64 = 3_650.0;
    let days = (real(missing) / a_day).ceil() / worked;
    if !days.is_finite() || days > LONGEST_DAYS {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "less than ten years")]
    today.checked_add_signed(TimeDelta::days(days.ceil() as i64))
}

/// The pace of the last days. Today is not over and counts only where there are too few others.
fn pace(days: &[(NaiveDate, usize)], today: NaiveDate) -> Option<Pace> {
    let over = days.partition_point(|(day, _)| *day < today);
    let until = if over >= FEWEST { over } else { days.len() };
    let last = if until == over {
        today.pred_opt().unwrap_or(today)
    } else {
        today
    };
    let days = &days[until.saturating_sub(DAYS)..until];
    if days.len() < FEWEST {
        return None;
    }
    let (first, _) = *days.first()?;
    let passed = usize::try_from((last - first).num_days() + 1).unwrap_or(1);
    let mut counts: Vec<f64> = days.iter().map(|(_, count)| real(*count)).collect();
    counts.sort_by(f64::total_cmp);
    let (a_day, half) = trimmed(&mut counts);
    Some(Pace {
        a_day,
        low: (a_day - half).max(0.0),
        high: a_day + half,
        days: days.len(),
        worked: real(days.len()) / real(passed.max(days.len())),
    })
}

/// Student's t for 95 %, by the degrees of freedom from 2 to 7.
const T: [f64; 6] = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365];

/// The mean of three to ten counts in order, of five and more without the lowest and the highest,
/// and half its interval. The counts are changed.
fn trimmed(counts: &mut [f64]) -> (f64, f64) {
    let n = counts.len();
    let cut = usize::from(n >= 5);
    let kept = n - 2 * cut;
    let mean = counts[cut..n - cut].iter().sum::<f64>() / real(kept);
    // Winsorised: what was cut is put as far out as what was kept.
    counts[0] = counts[cut];
    counts[n - 1] = counts[n - 1 - cut];
    let middle = counts.iter().sum::<f64>() / real(n);
    let squares: f64 = counts.iter().map(|count| (count - middle).powi(2)).sum();
    let spread = (squares / real(n - 1)).sqrt();
    let error = spread * real(n).sqrt() / real(kept);
    (mean, T[kept - 3] * error)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + TimeDelta::days(n)
    }

    fn worked(counts: &[usize]) -> Vec<(NaiveDate, usize)> {
        (0..).map(day).zip(counts.iter().copied()).collect()
    }

    fn goal(target: usize, counts: &[usize], ends: i64) -> Goal {
        let days = worked(counts);
        let today = day(i64::try_from(counts.len()).unwrap());
        let reached = counts.iter().sum();
        Goal::of((30, target, reached), &days, today, Some(day(ends)))
    }

    #[test]
    fn one_wild_day_moves_the_pace_little() {
        let calm = goal(1_000, &[5, 5, 5, 5, 5, 5, 5], 60).pace.unwrap();
        let wild = goal(1_000, &[5, 5, 5, 5, 5, 5, 60], 60).pace.unwrap();
        assert!((calm.a_day - 5.0).abs() < 1e-9);
        assert!((wild.a_day - 5.0).abs() < 1e-9, "{}", wild.a_day);
    }

    /// Worked by hand: 1, 2, 4 have a standard error of 0.8819, and 1 to 6, without the ends and
    /// with 2, 2, 3, 4, 5, 5 for the spread, one of 0.8441.
    #[test]
    fn the_mean_without_its_ends_and_its_interval() {
        let few = goal(1_000, &[4, 1, 2], 60).pace.unwrap();
        assert!((few.a_day - 7.0 / 3.0).abs() < 1e-9 && few.low == 0.0);
        assert!(
            (few.high - (7.0 / 3.0 + 4.303 * 0.8819)).abs() < 1e-3,
            "{few:?}"
        );
        let more = goal(1_000, &[6, 1, 2, 5, 3, 4], 60).pace.unwrap();
        assert!((more.a_day - 3.5).abs() < 1e-9);
        assert!(
            (more.high - (3.5 + 3.182 * 0.8441)).abs() < 1e-3,
            "{more:?}"
        );
    }

    #[test]
    fn days_that_mostly_bring_none_have_a_pace_too() {
        let rare = goal(40, &[0, 1, 0, 0, 2, 0, 0, 1, 0, 0], 90);
        assert!((rare.pace.unwrap().a_day - 0.25).abs() < 1e-9);
        assert_eq!(rare.between.unwrap().1, None, "it may be next to nothing");
    }

    #[test]
    fn the_day_is_reckoned_from_the_pace() {
        // 15 of 40 in three days; 25 more take five days from the fourth on.
        let found = goal(40, &[5, 5, 5], 60);
        assert_eq!(found.outlook, Outlook::On(day(8)));
        assert_eq!(found.between, Some((day(8), Some(day(8)))));
        // Six days are left, 25 are missing.
        let late = goal(40, &[5, 5, 5], 6);
        assert_eq!(late.outlook, Outlook::After(Some(day(8))));
        assert!((late.needed.unwrap() - 25.0 / 4.0).abs() < 1e-9);
    }

    #[test]
    fn who_goes_out_every_second_day_takes_twice_as_long() {
        let days: Vec<_> = (0..5).map(|n| (day(2 * n), 4)).collect();
        let goal = Goal::of((30, 40, 20), &days, day(9), Some(day(60)));
        // Five days' work: from the first to yesterday nine days, five of them worked.
        assert_eq!(goal.outlook, Outlook::On(day(18)));
    }

    #[test]
    fn too_early_too_late_and_there() {
        assert_eq!(goal(40, &[5, 5], 60).outlook, Outlook::TooEarly);
        assert!(goal(40, &[5, 5], 60).needed.is_some());
        assert_eq!(goal(10, &[5, 5], 60).outlook, Outlook::Reached);
        assert_eq!(goal(40, &[5, 5, 5], 2).outlook, Outlook::Over);
        assert_eq!(goal(40, &[0, 0, 0], 60).outlook, Outlook::After(None));
    }

    #[test]
    fn a_day_that_is_not_over_slows_nothing_down() {
        let days = worked(&[5, 5, 5, 1]);
        let goal = Goal::of((30, 40, 16), &days, day(3), Some(day(60)));
        assert!((goal.pace.unwrap().a_day - 5.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_pace_lies_within_its_interval_and_the_days(
            counts in prop::collection::vec(0_usize..40, 3..30),
        ) {
            let pace = goal(10_000, &counts, 400).pace.unwrap();
            prop_assert!(pace.low <= pace.a_day && pace.a_day <= pace.high);
            let last = &counts[counts.len().saturating_sub(DAYS)..];
            prop_assert!(pace.a_day >= real(*last.iter().min().unwrap()));
            prop_assert!(pace.a_day <= real(*last.iter().max().unwrap()));
            prop_assert!(pace.worked > 0.0 && pace.worked <= 1.0);
        }

        #[test]
        fn the_pace_that_is_needed_gets_there(
            missing in 1_usize..2_000,
            left in 0_i64..180,
        ) {
            let goal = Goal::of((30, missing, 0), &[], day(0), Some(day(left)));
            let needed = goal.needed.unwrap();
            prop_assert!(needed * real(usize::try_from(left + 1).unwrap()) >= real(missing) - 1e-6);
        }
    }
}
