//! From an expression to the rule that it is.

use super::{Operand, Operator, Rule, Subject, Test};
use crate::xpath::{self, Expr, Function, Path, Start, Step, number_text, parse};

pub(super) fn rule(text: &str) -> Option<Rule> {
    let expr = parse(text).ok()?;
    // One test may be several comparisons: is one of these.
    if let Some(test) = test(&expr) {
        return Some(Rule {
            any: false,
            tests: vec![test],
        });
    }
    let (word, parts) = joined(&expr)?;
    let tests = parts.into_iter().map(test).collect::<Option<Vec<_>>>()?;
    Some(Rule {
        any: word == xpath::Operator::Or,
        tests,
    })
}

/// The parts of a chain of `and`, or of `or`.
fn joined(expr: &Expr) -> Option<(xpath::Operator, Vec<&Expr>)> {
    let Expr::Chain(first, rest) = expr else {
        return None;
    };
    let (word, _) = *rest.first()?;
    let logical = matches!(word, xpath::Operator::And | xpath::Operator::Or);
    if !logical || rest.iter().any(|(other, _)| *other != word) {
        return None;
    }
    let parts = std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part));
    Some((word, parts.collect()))
}

fn test(expr: &Expr) -> Option<Test> {
    if let Some((word, parts)) = joined(expr) {
        let parts = parts.into_iter().map(single).collect::<Option<Vec<_>>>()?;
        return one_of_several(word, parts);
    }
    if let Expr::Call(Function::Not, arguments) = expr {
        let inner = test(arguments.first()?)?;
        return (inner.operator == Operator::Has).then_some(Test {
            operator: Operator::HasNot,
            ..inner
        });
    }
    single(expr)
}

/// `a = 1 or a = 2` as one test.
fn one_of_several(word: xpath::Operator, parts: Vec<Test>) -> Option<Test> {
    let mut parts = parts.into_iter();
    let mut all = parts.next()?;
    let fits = match word {
        xpath::Operator::Or => matches!(all.operator, Operator::Is | Operator::Has),
        _ => all.operator == Operator::IsNot,
    };
    for part in parts {
        if !fits || part.subject != all.subject || part.operator != all.operator {
            return None;
        }
        all.values.extend(part.values);
    }
    Some(all)
}

fn single(expr: &Expr) -> Option<Test> {
    match expr {
        Expr::Chain(left, rest) => {
            let [(sign, right)] = rest.as_slice() else {
                return None;
            };
            comparison(left, *sign, right)
        }
        Expr::Call(function, arguments) => {
            let operator = match function {
                Function::Selected => Operator::Has,
                Function::Contains => Operator::Contains,
                Function::StartsWith => Operator::StartsWith,
                _ => return None,
            };
            let [first, second] = arguments.as_slice() else {
                return None;
            };
            Some(Test {
                subject: Subject::Answer(answer(first)?),
                operator,
                values: vec![operand(second)?],
            })
        }
        _ => None,
    }
}

fn comparison(left: &Expr, sign: xpath::Operator, right: &Expr) -> Option<Test> {
    let operator = match sign {
        xpath::Operator::Equal => Operator::Is,
        xpath::Operator::NotEqual => Operator::IsNot,
        xpath::Operator::Less => Operator::Less,
        xpath::Operator::LessEqual => Operator::AtMost,
        xpath::Operator::Greater => Operator::More,
        xpath::Operator::GreaterEqual => Operator::AtLeast,
        _ => return None,
    };
    let (subject, operator, value) = match subject(left) {
        Some(subject) => (subject, operator, operand(right)?),
        // The other way round: `18 <= ${age}`.
        None => (subject(right)?, turned(operator), operand(left)?),
    };
    let (operator, values) = match (operator, value) {
        (Operator::Is, Operand::Text(text)) if text.is_empty() => {
            (Operator::NotAnswered, Vec::new())
        }
        (Operator::IsNot, Operand::Text(text)) if text.is_empty() => {
            (Operator::Answered, Vec::new())
        }
        (operator, value) => (operator, vec![value]),
    };
    Some(Test {
        subject,
        operator,
        values,
    })
}

fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::More => Operator::Less,
        Operator::AtLeast => Operator::AtMost,
        Operator::Less => Operator::More,
        Operator::AtMost => Operator::AtLeast,
        same => same,
    }
}

fn subject(expr: &Expr) -> Option<Subject> {
    match expr {
        Expr::Call(Function::StringLength, arguments) => {
            Some(Subject::Length(answer(arguments.first()?)?))
        }
        Expr::Call(Function::CountSelected, arguments) => {
            Some(Subject::Count(answer(arguments.first()?)?))
        }
        other => answer(other).map(Subject::Answer),
    }
}

/// The name in `${name}`, or "" for `.`.
fn answer(expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let Path { start, steps } = &**path;
    match start {
        Start::Reference(name) if steps.is_empty() && !name.contains('#') => Some(name.to_string()),
        Start::Context if !steps.is_empty() && steps.iter().all(Step::is_self) => {
            Some(String::new())
        }
        _ => None,
    }
}

fn operand(expr: &Expr) -> Option<Operand> {
    match expr {
        Expr::Number(number) => Some(Operand::Number(number_text(*number))),
        Expr::Negate(inner) => match &**inner {
            Expr::Number(number) => Some(Operand::Number(number_text(-*number))),
            _ => None,
        },
        Expr::Text(text) => Some(Operand::Text(text.to_string())),
        Expr::Call(Function::Today, _) => Some(Operand::Today),
        other => answer(other)
            .filter(|name| !name.is_empty())
            .map(Operand::Question),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Operand, Operator, Rule, Subject, Test};

    fn back(text: &str) -> Option<String> {
        Rule::parse(text).map(|rule| rule.text())
    }

    #[test]
    fn what_people_write_by_hand() {
        for (written, read) in [
            (
                "${a} = 'x' and selected(${b}, 'y')",
                "${a} = 'x' and selected(${b}, 'y')",
            ),
            ("18<=${age}", "${age} >= 18"),
            (". >= 0 and . <= 120", ". >= 0 and . <= 120"),
            (
                "( ${a}=\"x\"  or ${a} = 'y' ) and ${c} != ''",
                "(${a} = 'x' or ${a} = 'y') and ${c} != ''",
            ),
            (
                "not(selected(${b}, '1') or selected(${b}, '2'))",
                "not(selected(${b}, '1') or selected(${b}, '2'))",
            ),
            (
                "string-length(.) < 10 or count-selected(.) = 2",
                "string-length(.) < 10 or count-selected(.) = 2",
            ),
            (". <= today()", ". <= today()"),
            ("${a} > ${b}", "${a} > ${b}"),
            ("${a} = -1.50", "${a} = -1.5"),
            ("${a} = \"it's\"", "${a} = \"it's\""),
        ] {
            assert_eq!(back(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_rule_stays_an_expression() {
        for text in [
            "",
            "${a}",
            "${a} = 1 and ${b} = 2 or ${c} = 3",
            "regex(., '[0-9]+')",
            "${a} + 1 > 2",
            "not(${a} = 1)",
            "/data/a = 1",
            "${a} = ${b} = ${c}",
            "${last-saved#a} = 1",
            "(",
            "(${a} = 1 or ${b} = 2) and ${c} = 3",
            "selected(${a}, concat('x', 'y'))",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
    }

    #[test]
    fn one_of_several_is_one_test() {
        let rule = Rule::parse("${a} = 'x' or ${a} = 'y' or ${a} = 'z'").unwrap();
        assert_eq!((rule.any, rule.tests.len()), (false, 1));
        assert_eq!(rule.tests[0].values.len(), 3);
        let rule = Rule::parse("${a} != 1 and ${a} != 2").unwrap();
        assert_eq!(rule.tests[0].operator, Operator::IsNot);
        let rule = Rule::parse("${a} = 'x' or ${b} = 'x'").unwrap();
        assert_eq!((rule.any, rule.tests.len()), (true, 2));
    }

    fn operand() -> impl Strategy<Value = Operand> {
        prop_oneof![
            "[a-z0-9 _-]{1,8}".prop_map(Operand::Text),
            "[^'\"\\p{C}]{1,8}".prop_map(Operand::Text),
            (-1_000_i32..1_000).prop_map(|number| Operand::Number(number.to_string())),
            "[a-z][a-z0-9_]{0,6}".prop_map(Operand::Question),
            Just(Operand::Today),
        ]
    }

    /// A test about the question with this number: two tests about one question may read back as
    /// one.
    fn test_of(number: usize) -> impl Strategy<Value = Test> {
        use Operator as O;
        let several = prop_oneof![Just(O::Is), Just(O::IsNot), Just(O::Has), Just(O::HasNot)];
        let single = prop_oneof![
            Just(O::More),
            Just(O::AtLeast),
            Just(O::Less),
            Just(O::AtMost),
            Just(O::Contains),
            Just(O::StartsWith),
        ];
        let without = prop_oneof![Just(O::Answered), Just(O::NotAnswered)];
        let name = move || format!("q{number}");
        let answer = move || Subject::Answer(name());
        let measured = prop_oneof![Just(Subject::Length(name())), Just(Subject::Count(name()))];
        prop_oneof![
            (several, prop::collection::vec(operand(), 1..4)).prop_map(
                move |(operator, values)| Test {
                    subject: answer(),
                    operator,
                    values
                }
            ),
            (single, operand()).prop_map(move |(operator, value)| Test {
                subject: answer(),
                operator,
                values: vec![value],
            }),
            without.prop_map(move |operator| Test {
                subject: answer(),
                operator,
                values: vec![]
            }),
            (measured, operand()).prop_map(|(subject, value)| Test {
                subject,
                operator: O::AtLeast,
                values: vec![value],
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_rule_reads_back_as_itself(
            any in any::<bool>(),
            (one, two, three) in (test_of(1), test_of(2), test_of(3)),
            count in 1_usize..4,
        ) {
            let tests: Vec<_> = [one, two, three].into_iter().take(count).collect();
            let rule = Rule { any: any && count > 1, tests };
            prop_assert_eq!(Rule::parse(&rule.text()), Some(rule));
        }
    }
}
