//! Labels, hints and messages: plain text with `${name}` in it.

use std::collections::HashMap;

use super::Compiler;
use crate::blueprint::{OUTPUT, Plan, PlannedMedia, Source, Syntax, Wordings};
use crate::form::{CellId, Media, NodeId, Piece, Role, Text, TextRole};
use crate::xpath::parse;

impl Compiler<'_> {
    pub(super) fn texts(&mut self) {
        let blueprint = self.blueprint;
        for (at, plan) in blueprint.nodes.iter().enumerate() {
            self.node_texts(NodeId::of(at + 1), plan);
        }
        for (id, wordings) in &blueprint.texts {
            let text = self.text(NodeId::ROOT, Role::Text(TextRole::Own), wordings);
            self.form.texts.insert(id.clone(), text);
        }
        // A label with a question in it is looked at from whoever offers the choice first.
        let mut users = vec![0; blueprint.lists.len()];
        for (at, plan) in blueprint.nodes.iter().enumerate().rev() {
            if let Some(user) = plan.list.and_then(|list| users.get_mut(list)) {
                *user = at + 1;
            }
        }
        for (at, list) in blueprint.lists.iter().enumerate() {
            let user = users[at];
            for (choice, planned) in list.choices.iter().enumerate() {
                let role = Role::Text(TextRole::Choice);
                let text = self.text(NodeId::of(user), role, &planned.label);
                self.form.lists[at].labels[choice] = text;
                if !planned.media.is_empty() {
                    let media = self.media(NodeId::of(user), role, &planned.media);
                    let choice = u32::try_from(choice).unwrap_or(u32::MAX);
                    self.form.lists[at].media.insert(choice, media);
                }
            }
        }
    }

    fn node_texts(&mut self, id: NodeId, plan: &Plan) {
        let role = Role::Text(TextRole::Own);
        let label = self.text(id, role, &plan.label);
        let hint = self.text(id, role, &plan.hint);
        let guidance_hint = self.text(id, role, &plan.guidance_hint);
        let required_message = self.text(id, role, &plan.required_message);
        let constraint_message = self.text(id, role, &plan.constraint_message);
        let media = self.media(id, role, &plan.media);
        let node = &mut self.form.nodes[id.at()];
        node.media = media;
        node.label = label;
        node.hint = hint;
        node.guidance_hint = guidance_hint;
        node.required_message = required_message;
        node.constraint_message = constraint_message;
    }

    fn media(&mut self, id: NodeId, role: Role, planned: &PlannedMedia) -> Vec<(Media, Text)> {
        planned
            .iter()
            .map(|(media, wordings)| (*media, self.text(id, role, wordings)))
            .collect()
    }

    fn text(&mut self, node: NodeId, role: Role, wordings: &Wordings) -> Text {
        let mut text = Text::default();
        // The same name in another language is the same expression.
        let mut known = HashMap::new();
        for (language, source) in wordings {
            if text.wordings.len() <= *language {
                text.wordings.resize_with(language + 1, || None);
            }
            let pieces = self.pieces(node, role, source, &mut known);
            if let Some(slot) = text.wordings.get_mut(*language) {
                *slot = Some(pieces);
            }
        }
        text
    }

    fn pieces(
        &mut self,
        node: NodeId,
        role: Role,
        source: &Source,
        known: &mut HashMap<String, Option<CellId>>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = source.text.as_str();
        while let Some((before, reference, after)) = self.next_value(rest) {
            if !before.is_empty() {
                pieces.push(Piece::Plain(before.to_owned()));
            }
            let cell = if let Some(cell) = known.get(&reference) {
                *cell
            } else {
                let inner = Source {
                    text: reference.clone(),
                    place: source.place.clone(),
                };
                let cell = self.cell(node, role, &inner);
                known.insert(reference, cell);
                cell
            };
            pieces.extend(cell.map(Piece::Value));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Plain(rest.to_owned()));
        }
        pieces
    }

    /// What stands before the next expression in a text, the expression, and what follows it.
    fn next_value<'t>(&self, text: &'t str) -> Option<(&'t str, String, &'t str)> {
        match self.blueprint.syntax {
            Syntax::Workbook => {
                let reference = text.find("${");
                if let Some((at, length)) = look_up(text, reference.unwrap_or(text.len())) {
                    let (before, rest) = text.split_at(at);
                    let (expression, after) = rest.split_at(length);
                    return Some((before, expression.to_owned(), after));
                }
                let (before, after) = text.split_at(reference?);
                let (name, after) = after[2..].split_once('}')?;
                Some((before, format!("${{{name}}}"), after))
            }
            Syntax::XForms => {
                let (before, after) = text.split_once(OUTPUT)?;
                let (expression, after) = after.split_once(OUTPUT)?;
                Some((before, expression.to_owned(), after))
            }
        }
    }
}

/// Where a text has an expression of the shape `instance('list')/root/item[…]/column`, and how long
/// that is: a look-up in a list, which a label may hold as it is.
///
/// It begins before `before`. Only so many places are looked at, and so far from each.
fn look_up(text: &str, before: usize) -> Option<(usize, usize)> {
    const PLACES: usize = 64;
    let mut from = 0;
    for _ in 0..PLACES {
        let at = text.get(from..before)?.find("instance(")? + from;
        from = at + "instance(".len();
        let Some(end) = closed(text, from, b')') else {
            continue;
        };
        let path = path_end(text, end);
        if text[end..path].contains('[') && parse(&text[at..path]).is_ok() {
            return Some((at, path - at));
        }
    }
    None
}

/// Where steps and predicates end that begin at `from`.
fn path_end(text: &str, from: usize) -> usize {
    let mut end = from;
    loop {
        end = match text.as_bytes().get(end) {
            Some(b'[') => match closed(text, end + 1, b']') {
                Some(next) => next,
                None => return end,
            },
            Some(b'/') => {
                let name = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
                let rest = &text[end + 1..];
                let length = rest.find(name).unwrap_or(rest.len());
                // A full stop at the end is that of the sentence.
                let word = rest[..length].trim_end_matches(['.', '-', ':']);
                if word.is_empty() {
                    return end;
                }
                end + 1 + word.len()
            }
            _ => return end,
        };
    }
}

/// Just behind the bracket that closes what is open at `from`; quotes are passed over.
fn closed(text: &str, from: usize, closer: u8) -> Option<usize> {
    const LONGEST: usize = 4096;
    let mut open = vec![closer];
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(from).take(LONGEST) {
        match (quote, byte) {
            (Some(end), byte) if byte == end => quote = None,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(') => open.push(b')'),
            (None, b'[') => open.push(b']'),
            (None, b')' | b']') => {
                if open.pop() != Some(byte) {
                    return None;
                }
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_ups_in_a_label() {
        let of = |text: &str| {
            let found = look_up(text, text.len());
            found.map(|(at, length)| text[at..at + length].to_owned())
        };
        let whole = "instance('c')/root/item[name = 'a]']/label";
        assert_eq!(of(&format!("It is {whole}.")).as_deref(), Some(whole));
        let nested =
            "instance('c')/root/item[contains(name, instance(\"d\")/root/item[1]/x)]/label";
        assert_eq!(of(&format!("{nested} and more")).as_deref(), Some(nested));
        for text in [
            "in an instance (of it)",
            "instance('c')",
            "instance('c')/root",
            "instance('c",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
