//! A form as a table of its answers: what can hold a value, without an interview.

use super::{Control, DataType, Form, LanguageId, NodeDef, NodeId, NodeKind, Piece, Text};

/// A place of a response that can hold a value: a question, a calculation, what the app notes down.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    form: &'a Form,
    node: NodeId,
}

/// What stands in a label where a response would have a value.
const GAP: &str = "…";

impl Form {
    /// Everything that can hold a value, in document order.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        let nodes = (0..self.nodes.len()).map(NodeId::of);
        let holds = |node: &NodeDef| match node.kind {
            NodeKind::Question(_) | NodeKind::Hidden => true,
            NodeKind::Note => node.calculation.is_some(),
            NodeKind::Group | NodeKind::Repeat(_) => false,
        };
        nodes
            .filter(move |id| holds(self.node(*id)))
            .map(|node| Field { form: self, node })
    }

    /// The paths of its repeats, in document order: `/household`, `/household/member`.
    pub fn repeats(&self) -> impl Iterator<Item = String> + '_ {
        let nodes = (0..self.nodes.len()).map(NodeId::of);
        nodes
            .filter(|id| matches!(self.node(*id).kind, NodeKind::Repeat(_)))
            .map(|id| self.path_of(id))
    }

    /// The path of a node, without numbers of instances.
    fn path_of(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = self.node(id);
        while let Some(parent) = at.parent {
            names.push(at.name.as_str());
            at = self.node(parent);
        }
        names.reverse();
        format!("/{}", names.join("/"))
    }
}

impl<'a> Field<'a> {
    fn def(self) -> &'a NodeDef {
        self.form.node(self.node)
    }

    /// Its name, which need not be the only one of the form.
    pub fn name(self) -> &'a str {
        &self.def().name
    }

    /// Its path, without numbers of instances: `/household/age`. Those of [`crate::Answers`] have
    /// them.
    pub fn path(self) -> String {
        self.form.path_of(self.node)
    }

    /// The path of the innermost repeat around it.
    pub fn repeat(self) -> Option<String> {
        let mut at = self.def().parent;
        while let Some(id) = at {
            if matches!(self.form.node(id).kind, NodeKind::Repeat(_)) {
                return Some(self.form.path_of(id));
            }
            at = self.form.node(id).parent;
        }
        None
    }

    /// How it is answered; `None` for what nobody is asked.
    pub fn control(self) -> Option<Control> {
        match self.def().kind {
            NodeKind::Question(control) => Some(control),
            _ => None,
        }
    }

    /// Whether its values are numbers.
    pub fn is_number(self) -> bool {
        match self.control() {
            Some(Control::Integer | Control::Decimal | Control::Range) => true,
            // What is read or picked is a text, whatever it looks like.
            Some(_) => false,
            None => matches!(self.def().data_type, DataType::Integer | DataType::Decimal),
        }
    }

    /// Its label in a language, or in another where it has none. A value within it is `…`.
    pub fn label(self, language: LanguageId) -> Option<String> {
        self.form.wording_of(&self.def().label, language)
    }

    /// The choices of its list with their labels, whatever a filter would leave of them. None where
    /// they come out of a file or out of other answers.
    pub fn choices(self, language: LanguageId) -> Vec<(&'a str, Option<String>)> {
        let Some(list) = self.def().list else {
            return Vec::new();
        };
        let list = &self.form.lists[list.at()];
        let all = list.names.iter().zip(&list.labels);
        all.map(|(name, label)| (name.as_str(), self.form.wording_of(label, language)))
            .collect()
    }
}

impl Form {
    fn wording_of(&self, text: &Text, language: LanguageId) -> Option<String> {
        let pieces = text.in_language(language.at(), self.default_language.at())?;
        let piece = |piece: &Piece| match piece {
            Piece::Plain(plain) => plain.clone(),
            Piece::Value(_) => GAP.to_owned(),
        };
        Some(pieces.iter().map(piece).collect::<String>()).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use crate::read_markdown;

    #[test]
    fn what_holds_a_value_is_listed_with_its_repeat_and_labels() {
        let form = read_markdown(
            "| survey  |
             |         | type            | name  | label::en     | label::zh | calculation |
             |         | note            | hello | Hello         |           |             |
             |         | integer         | age   | Age of ${who} | 年齡      |             |
             |         | text            | who   | Who           |           |             |
             |         | begin_group     | g     | G             |           |             |
             |         | begin_repeat    | pet   | Pet           |           |             |
             |         | select_one kind | kind  | Kind          |           |             |
             |         | end_repeat      |       |               |           |             |
             |         | calculate       | twice |               |           | ${age} * 2  |
             |         | end_group       |       |               |           |             |
             | choices |
             |         | list_name       | name  | label::en     | label::zh |
             |         | kind            | cat   | Cat           | 貓        |",
        )
        .form
        .unwrap();
        let zh = form.language_for("zh").unwrap();
        let seen: Vec<_> = form
            .fields()
            .filter(|field| !field.path().starts_with("/meta"))
            .map(|field| {
                (
                    field.path(),
                    field.repeat(),
                    field.is_number(),
                    field.label(zh),
                )
            })
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            seen,
            [
                ("/age".to_owned(), None, true, text("年齡")),
                ("/who".to_owned(), None, false, text("Who")),
                (
                    "/g/pet/kind".to_owned(),
                    text("/g/pet"),
                    false,
                    text("Kind")
                ),
                ("/g/twice".to_owned(), None, false, None),
            ]
        );
        let en = form.language_for("en").unwrap();
        let age = form.fields().find(|field| field.name() == "age").unwrap();
        assert_eq!(age.label(en).as_deref(), Some("Age of …"));
        let kind = form.fields().find(|field| field.name() == "kind").unwrap();
        assert_eq!(kind.choices(zh), [("cat", text("貓"))]);
        assert_eq!(form.repeats().collect::<Vec<_>>(), ["/g/pet"]);
    }
}
