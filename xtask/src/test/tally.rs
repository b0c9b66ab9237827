//! Counts what passed and failed, read from what the test runners print.

use crate::failure::Failure;
use crate::say;

/// Whose words are read. nextest repeats those of libtest, which must not count twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runner {
    Libtest,
    Nextest,
}

/// What one run of a test runner printed about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    /// Tests that the runner passed over, and lines `SKIPPED what: why` that tests printed.
    pub(super) skipped: Vec<String>,
    /// Tests that failed at first and then passed.
    pub(super) flaky: Vec<String>,
    /// Figures that tests printed: lines `measure: name value unit`.
    pub(super) measures: Vec<String>,
}

impl Counts {
    /// Takes in one line of output.
    pub(super) fn read(&mut self, runner: Runner, line: &str) {
        let line = line.trim();
        if let Some(skipped) = line.strip_prefix("SKIPPED ") {
            let skipped = skipped.to_owned();
            if !self.skipped.contains(&skipped) {
                self.skipped.push(skipped);
            }
            return;
        }
        // `FLAKY 2/2 [ 0.1s] (3/9) crate::test`
        if let Some(flaky) = line.strip_prefix("FLAKY ") {
            let test = flaky.rsplit_once(") ").map_or(flaky, |(_, test)| test);
            self.flaky.push(test.to_owned());
            return;
        }
        if line.starts_with("measure: ") {
            self.measures.push(line.to_owned());
            return;
        }
        let totals = match runner {
            // `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; …`
            Runner::Libtest => line
                .strip_prefix("test result: ")
                .and_then(|rest| rest.split_once(". ")),
            // `Summary [ 0.1s] 3 tests run: 2 passed (1 slow), 1 failed, 0 skipped`
            Runner::Nextest => line
                .strip_prefix("Summary [")
                .and_then(|rest| rest.split_once("run: ")),
        };
        if let Some((_, totals)) = totals {
            self.count(totals.split([';', ',']));
        }
    }

    fn count<'a>(&mut self, totals: impl Iterator<Item = &'a str>) {
        for total in totals {
            let mut words = total.split_whitespace();
            let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed" | "exec" | "timed") => self.failed += number,
                Some("ignored" | "skipped") if number > 0 => {
                    self.skipped
                        .push(format!("{number} tests that are marked as ignored"));
                }
                _ => {}
            }
        }
    }
}

/// Takes out the escape sequences that colour a terminal.
pub(super) fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    for (index, piece) in line.split('\u{1b}').enumerate() {
        let after = if index == 0 {
            0
        } else {
            piece.find('m').map_or(0, |end| end + 1)
        };
        plain.push_str(piece.get(after..).unwrap_or_default());
    }
    plain
}

/// The whole run.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: usize,
    pub(super) failed: usize,
    /// What failed, by the name of its step.
    failures: Vec<String>,
    skipped: Vec<String>,
    flaky: Vec<String>,
    measures: Vec<String>,
}

impl Tally {
    /// A step that counts as one.
    pub(super) fn check(&mut self, name: &str, result: Result<(), Failure>) {
        let counts = Counts {
            passed: 1,
            ..Counts::default()
        };
        self.add(name, result.map(|()| (counts, true)));
    }

    /// A run of a test runner: what it counted, and whether it ended well. One that breaks off
    /// before it counts, as when a test does not compile, is a failure too.
    pub(super) fn add(&mut self, name: &str, result: Result<(Counts, bool), Failure>) {
        let (counts, ended_well) = result.unwrap_or_else(|failure| {
            say::failure(&failure);
            (Counts::default(), false)
        });
        let failed = if ended_well {
            counts.failed
        } else {
            counts.failed.max(1)
        };
        if failed > 0 {
            self.failures.push(name.to_owned());
        }
        if ended_well && counts.passed == 0 {
            self.skip(&format!("{name}: there was no test to run"));
        }
        self.passed += counts.passed;
        self.failed += failed;
        for skipped in counts.skipped {
            self.skip(&skipped);
        }
        self.flaky.extend(counts.flaky);
        self.measures.extend(counts.measures);
    }

    pub(super) fn skip(&mut self, what: &str) {
        self.skipped.push(what.replace('\n', ";"));
    }

    /// The last lines of a test run.
    pub(super) fn report(&self) -> String {
        let measures = self.measures.iter().map(|measure| format!("{measure}\n"));
        let failures = self.failures.iter().map(|name| format!("FAILED {name}\n"));
        let skipped = self.skipped.iter().map(|what| format!("SKIPPED {what}\n"));
        let flaky = self.flaky.iter();
        let flaky = flaky.map(|test| format!("FLAKY {test}: failed, then passed\n"));
        let lines: String = measures
            .chain(failures)
            .chain(flaky)
            .chain(skipped)
            .collect();
        format!("{lines}{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, output: &str) -> (usize, usize, usize) {
        let mut counts = Counts::default();
        output
            .lines()
            .for_each(|line| counts.read(runner, &without_colours(line)));
        (counts.passed, counts.failed, counts.skipped.len())
    }

    #[test]
    fn reads_libtest() {
        let two = "running 2 tests\n\
            test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(read(Runner::Libtest, two), (8, 2, 1));
    }

    #[test]
    fn repeats_the_figures_at_the_end() {
        let mut counts = Counts::default();
        counts.read(Runner::Nextest, "    measure: offline start 145.0 ms");
        let mut tally = Tally::default();
        tally.add(
            "a step",
            Ok((
                Counts {
                    passed: 1,
                    ..counts
                },
                true,
            )),
        );
        let report = "measure: offline start 145.0 ms\n1 passed, 0 failed";
        assert_eq!(tally.report(), report);
    }

    #[test]
    fn names_what_passed_only_the_second_time() {
        let mut counts = Counts::default();
        let said = "Summary [ 0.2s] 1 test run: 1 passed (1 flaky), 0 skipped\n\
            \u{20}  FLAKY 2/2 [   0.1s] (1/1) e2e::scenarios rates::are_shown";
        said.lines()
            .for_each(|line| counts.read(Runner::Nextest, line));
        let mut tally = Tally::default();
        tally.add("a step", Ok((counts, true)));
        let report = "FLAKY e2e::scenarios rates::are_shown: failed, then passed\n\
            1 passed, 0 failed";
        assert_eq!(tally.report(), report);
    }

    #[test]
    fn reads_nextest_with_and_without_colours() {
        let plain = "     Summary [   1.2s] 9 tests run: 7 passed (1 slow), 2 failed, 0 skipped";
        assert_eq!(read(Runner::Nextest, plain), (7, 2, 0));
        let timed = "Summary [ 1.2s] 9/10 tests run: 6 passed, 2 failed, 1 timed out, 0 skipped";
        assert_eq!(read(Runner::Nextest, timed), (6, 3, 0));
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [ 0.1s] \u{1b}[1m3\u{1b}[0m tests run: \
            \u{1b}[1m3\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m1\u{1b}[0m skipped";
        assert_eq!(read(Runner::Nextest, coloured), (3, 0, 1));
    }

    #[test]
    fn repeats_what_tests_skip_once() {
        assert_eq!(
            read(
                Runner::Nextest,
                "SKIPPED webkit: no display\n  SKIPPED webkit: no display"
            ),
            (0, 0, 1)
        );
    }

    #[test]
    fn the_last_line_holds_the_totals_alone() {
        let mut tally = Tally::default();
        tally.check("format", Ok(()));
        tally.skip("the tests in webkit: not installed");
        let counts = Counts {
            passed: 4,
            ..Counts::default()
        };
        tally.add("unit", Ok((counts, true)));
        let report = tally.report();
        assert_eq!(
            report,
            "SKIPPED the tests in webkit: not installed\n5 passed, 0 failed"
        );
    }

    #[test]
    fn a_run_that_breaks_off_is_a_failure() {
        let mut tally = Tally::default();
        tally.add("unit", Ok((Counts::default(), false)));
        tally.check("format", Err(Failure::new("not formatted")));
        assert_eq!(
            tally.report(),
            "FAILED unit\nFAILED format\n0 passed, 2 failed"
        );
    }

    #[test]
    fn a_run_without_a_test_is_told() {
        let mut tally = Tally::default();
        tally.add("e2e", Ok((Counts::default(), true)));
        assert!(
            tally.report().starts_with("SKIPPED e2e: there was no test"),
            "{tally:?}"
        );
    }
}
