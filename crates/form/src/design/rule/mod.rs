//! Conditions that can be picked instead of written: a list of tests, all or any of which must
//! hold. A rule is written as an expression that every XLSForm tool takes, and such expressions,
//! whoever wrote them, are read back; any other stays an expression.

mod reading;

use std::fmt;

/// Tests, all or any of which must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// One of them is enough. Of no meaning where there is only one.
    pub any: bool,
    /// The tests in the order in which they are written.
    pub tests: Vec<Test>,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What is looked at.
    pub subject: Subject,
    /// How it is compared.
    pub operator: Operator,
    /// With what. None for [`Operator::Answered`] and its opposite; several, of which one has to
    /// match (or none, for an opposite), for [`Operator::Is`], [`Operator::Has`] and theirs.
    pub values: Vec<Operand>,
}

/// What is looked at: an answer, or a measure of it. A name is a question's; "" is the answer that
/// the rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The answer itself.
    Answer(String),
    /// The number of its characters.
    Length(String),
    /// The number of choices taken.
    Count(String),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Is the value, or one of several.
    Is,
    /// Is none of the values.
    IsNot,
    /// Is greater.
    More,
    /// Is greater or the same.
    AtLeast,
    /// Is smaller.
    Less,
    /// Is smaller or the same.
    AtMost,
    /// The choices taken hold the value, or one of several.
    Has,
    /// The choices taken hold none of the values.
    HasNot,
    /// The text holds the value.
    Contains,
    /// The text starts with the value.
    StartsWith,
    /// There is an answer.
    Answered,
    /// There is no answer.
    NotAnswered,
}

/// What is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A text, or the name of a choice.
    Text(String),
    /// A number as it is written: digits, with a `-` before and a `.` within.
    Number(String),
    /// The answer to another question.
    Question(String),
    /// The day on which the form is filled in.
    Today,
}

impl Subject {
    /// The question that is looked at; "" for the answer that the rule is about.
    #[must_use]
    pub fn question(&self) -> &str {
        match self {
            Self::Answer(name) | Self::Length(name) | Self::Count(name) => name,
        }
    }
}

impl Operand {
    /// What a person has typed: a number if it is one, a question as `${name}`, else a text.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let text = text.trim();
        let name = text
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'));
        if let Some(name) = name.filter(|name| crate::xlsform::is_name(name)) {
            return Self::Question(name.to_owned());
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        let ends = digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with('.');
        if plain && ends && digits.matches('.').count() < 2 {
            Self::Number(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// The value as it is typed: no quotes.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Question(text) => text,
            Self::Today => "",
        }
    }
}

impl Rule {
    /// The rule that an expression is; `None` if it is another kind of expression.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        reading::rule(text)
    }

    /// The rule as an expression; "" for one without tests.
    #[must_use]
    pub fn text(&self) -> String {
        let single = self.tests.len() < 2;
        let tests = self.tests.iter().map(|test| {
            let text = test.text();
            if single || !test.is_joined() {
                text
            } else {
                format!("({text})")
            }
        });
        let word = if self.any { " or " } else { " and " };
        tests.collect::<Vec<_>>().join(word)
    }
}

impl Test {
    /// Whether its expression is several, joined by a word.
    fn is_joined(&self) -> bool {
        self.values.len() > 1
            && matches!(
                self.operator,
                Operator::Is | Operator::IsNot | Operator::Has
            )
    }

    fn text(&self) -> String {
        let subject = &self.subject;
        let each = |word: &str, write: &dyn Fn(&Operand) -> String| {
            let all = self.values.iter().map(write);
            all.collect::<Vec<_>>().join(word)
        };
        let compare = |sign: &str| {
            let word = if sign == "!=" { " and " } else { " or " };
            each(word, &|value| format!("{subject} {sign} {value}"))
        };
        let call = |name: &str| each(" or ", &|value| format!("{name}({subject}, {value})"));
        match self.operator {
            Operator::Is => compare("="),
            Operator::IsNot => compare("!="),
            Operator::More => compare(">"),
            Operator::AtLeast => compare(">="),
            Operator::Less => compare("<"),
            Operator::AtMost => compare("<="),
            Operator::Has => call("selected"),
            Operator::HasNot => format!("not({})", call("selected")),
            Operator::Contains => call("contains"),
            Operator::StartsWith => call("starts-with"),
            Operator::Answered => format!("{subject} != ''"),
            Operator::NotAnswered => format!("{subject} = ''"),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = |name: &str| {
            if name.is_empty() {
                ".".to_owned()
            } else {
                format!("${{{name}}}")
            }
        };
        match self {
            Self::Answer(name) => f.write_str(&answer(name)),
            Self::Length(name) => write!(f, "string-length({})", answer(name)),
            Self::Count(name) => write!(f, "count-selected({})", answer(name)),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // XPath has no escapes: a text with both kinds of quotes loses one.
            Self::Text(text) if text.contains('\'') => {
                write!(f, "\"{}\"", text.replace('"', "'"))
            }
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Number(text) => f.write_str(text),
            Self::Question(name) => write!(f, "${{{name}}}"),
            Self::Today => f.write_str("today()"),
        }
    }
}
