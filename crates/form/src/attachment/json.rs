//! JSON (RFC 8259), as much of it as a table needs.

use crate::diagnostic::Message;
use crate::limits;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    /// As written: no digit is lost.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// In the order of the text; of two members with one name the first counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                let mut members = members.iter();
                members
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value)
            }
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// A single value as text.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Boolean(boolean) => Some(boolean.to_string()),
            Self::Number(text) | Self::Text(text) => Some(text.clone()),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }
}

pub(super) fn read(text: &str) -> Result<Json, Message> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    if reader.peek().is_some() {
        return Err(message!("there is more after the end of the JSON"));
    }
    Ok(value)
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        found
    }

    fn value(&mut self, depth: usize) -> Result<Json, Message> {
        if depth > limits::XML_DEPTH {
            return Err(message!("the JSON is nested too deeply"));
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.items(depth),
            Some('"') => self.string().map(Json::Text),
            Some(_) => self.word(),
            None => Err(message!("the JSON ends too early")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Message> {
        let mut members = Vec::new();
        self.take('{');
        while !self.take('}') {
            if !members.is_empty() && !self.take(',') {
                return Err(message!("a comma is missing in the JSON"));
            }
            if self.peek() != Some('"') {
                return Err(message!("a name is missing in the JSON"));
            }
            let name = self.string()?;
            if !self.take(':') {
                return Err(message!("a colon is missing in the JSON"));
            }
            members.push((name, self.value(depth + 1)?));
        }
        Ok(Json::Object(members))
    }

    fn items(&mut self, depth: usize) -> Result<Json, Message> {
        let mut items = Vec::new();
        self.take('[');
        while !self.take(']') {
            if !items.is_empty() && !self.take(',') {
                return Err(message!("a comma is missing in the JSON"));
            }
            items.push(self.value(depth + 1)?);
        }
        Ok(Json::List(items))
    }

    fn string(&mut self) -> Result<String, Message> {
        let bad = || message!("a text in the JSON does not end well");
        self.take('"');
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        let mut high = None;
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                '\\' => {
                    let (_, escape) = chars.next().ok_or_else(bad)?;
                    text.push(match escape {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'u' => {
                            let mut unit = 0;
                            for _ in 0..4 {
                                let digit = chars.next().and_then(|(_, c)| c.to_digit(16));
                                unit = unit * 16 + digit.ok_or_else(bad)?;
                            }
                            match (high.take(), unit) {
                                (None, 0xd800..0xdc00) => {
                                    high = Some(unit);
                                    continue;
                                }
                                (Some(high), 0xdc00..0xe000) => {
                                    let code = 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
                                    char::from_u32(code).ok_or_else(bad)?
                                }
                                (None, unit) => char::from_u32(unit).ok_or_else(bad)?,
                                (Some(_), _) => return Err(bad()),
                            }
                        }
                        plain => plain,
                    });
                }
                c => text.push(c),
            }
        }
        Err(bad())
    }

    fn word(&mut self) -> Result<Json, Message> {
        let end = self.rest.find([',', ']', '}', ' ', '\n', '\r', '\t']);
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Ok(match word {
            "null" => Json::Null,
            "true" => Json::Boolean(true),
            "false" => Json::Boolean(false),
            number if number.parse::<f64>().is_ok_and(f64::is_finite) => {
                Json::Number(number.to_owned())
            }
            _ => return Err(message!("the JSON holds something that is no value")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind() {
        let read = read(r#" {"a":[1,-2.50,"\u00e9\ud83d\ude00\n"], "b":null, "c":{"d":true}} "#);
        let json = read.unwrap();
        let texts: Vec<_> = json
            .get("a")
            .unwrap()
            .list()
            .iter()
            .map(Json::text)
            .collect();
        assert_eq!(texts[1].as_deref(), Some("-2.50"));
        assert_eq!(texts[2].as_deref(), Some("\u{e9}\u{1f600}\n"));
        assert_eq!(json.get("c").unwrap().get("d"), Some(&Json::Boolean(true)));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "[1 2]",
            "{\"a\"1}",
            "\"abc",
            "nan",
            "[1],",
            "\"\\ud800\\u0041\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(
            read(&"[".repeat(100_000))
                .unwrap_err()
                .to_string()
                .contains("deeply")
        );
    }
}
