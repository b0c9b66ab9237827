//! Labels, hints and messages: plain text with `${name}` in it.

use std::collections::HashMap;

use super::Compiler;
use crate::blueprint::{OUTPUT, Plan, PlannedMedia, Source, Syntax, Wordings};
use crate::form::{CellId, Media, NodeId, Piece, Role, Text, TextRole};

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
        for (at, list) in blueprint.lists.iter().enumerate() {
            let of_list = |plan: &Plan| plan.list == Some(at);
            // A label with a question in it is looked at from whoever offers the choice.
            let user = blueprint
                .nodes
                .iter()
                .position(of_list)
                .map_or(0, |user| user + 1);
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
                let (before, after) = text.split_once("${")?;
                let (name, after) = after.split_once('}')?;
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
