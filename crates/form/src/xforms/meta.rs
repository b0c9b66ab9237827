//! Metadata: every response has an id, though not every form asks for one (OpenRosa, "Metadata").

use super::Reader;
use super::binds::local;
use crate::blueprint::{Plan, Preload, Shape, Source};
use crate::diagnostic::Place;
use crate::form::{Control, DataType};

const OPENROSA: &str = "http://openrosa.org/xforms";

impl Reader<'_> {
    pub(super) fn metadata(&mut self) {
        let root = format!("/{}", local(&self.form.root));
        let meta = format!("{root}/meta");
        let group = if let Some(group) = self.paths.get(&meta) {
            *group
        } else {
            let mut known = self.form.namespaces.iter();
            let known = known.find(|(_, address)| address == OPENROSA);
            let name = known.map_or("meta".to_owned(), |(prefix, _)| format!("{prefix}:meta"));
            self.add(&name, None, meta.clone(), Shape::Group)
        };
        let id = format!("{meta}/instanceID");
        let id = if let Some(known) = self.paths.get(&id) {
            *known
        } else {
            let name = &self.form.nodes[group].name;
            let name = match name.split_once(':') {
                Some((prefix, _)) => format!("{prefix}:instanceID"),
                None => "instanceID".to_owned(),
            };
            self.add(&name, Some(group), id, Shape::Hidden)
        };
        let plan = &mut self.form.nodes[id];
        let given = plan.default.is_some() || plan.calculation.is_some();
        if !given && plan.actions.is_empty() {
            plan.preload.get_or_insert(Preload::Uid);
        }
        if let Some(audit) = self.paths.get(&format!("{meta}/audit")) {
            let bound = self.form.nodes[*audit].attributes.iter();
            let parameter = |(name, value): &(String, String)| {
                let name = name.strip_prefix("bind::").unwrap_or(name);
                (local(name).to_owned(), value.clone())
            };
            self.form.audit = Some(bound.map(parameter).collect());
        }
        if let Some(name) = self.paths.get(&format!("{meta}/instanceName")) {
            let place = self.form.nodes[*name].place.clone();
            let text = format!("{meta}/instanceName");
            self.form.instance_name = Some(Source { text, place });
        }
    }

    fn add(&mut self, name: &str, parent: Option<usize>, path: String, shape: Shape) -> usize {
        let place = Place {
            sheet: path.clone(),
            ..Place::default()
        };
        let index = self.form.nodes.len();
        let plan = Plan::new(name.to_owned(), parent, shape, place);
        self.form.nodes.push(plan);
        self.paths.insert(path, index);
        index
    }

    /// What can be told only when all is known.
    pub(super) fn finish(&mut self) {
        if self.asks_for_texts.get() {
            let ids: Vec<String> = self.itext.ids().map(str::to_owned).collect();
            for id in ids {
                let text = self.translated(&id, &Place::default()).text;
                self.form.texts.push((id, text));
            }
        }
        for plan in &mut self.form.nodes {
            let fixed = plan
                .readonly
                .as_ref()
                .is_some_and(|source| matches!(&*source.text.replace(' ', ""), "true()" | "1"));
            let text = plan.shape == Shape::Question(Control::Text);
            let still = plan.calculation.is_none()
                && plan.default.is_none()
                && plan.preload.is_none()
                && plan.actions.is_empty();
            // What is only read and holds nothing is a note.
            if fixed && text && still && plan.data_type == DataType::Text {
                plan.shape = Shape::Note;
            }
        }
    }
}
