//! The parameter `reference-geometry`: shapes on the map that a place is marked against.

use super::external::Origin;
use super::references;
use crate::blueprint::{Blueprint, Shape};
use crate::diagnostic::Findings;

/// It is the name of a list, of a table or of a list of entities, or `${repeat}`.
pub(super) fn check(form: &Blueprint, origins: &[Origin], findings: &mut Findings) {
    for plan in &form.nodes {
        let mut given = plan.parameters.iter();
        let Some((_, name)) = given.find(|(known, _)| known == "reference-geometry") else {
            continue;
        };
        let list = form
            .lists
            .iter()
            .any(|list| list.name == *name && !list.external);
        let table = origins
            .iter()
            .any(|known| known.named && known.name == *name);
        let entity = form
            .entities
            .iter()
            .any(|known| known.entity.dataset == *name);
        let repeat = match references::names(name).as_deref() {
            Ok([inner]) if name.len() == inner.len() + 3 => form
                .nodes
                .iter()
                .any(|plan| plan.name == *inner && plan.shape == Shape::Repeat),
            _ => false,
        };
        if !(list || table || entity || repeat) {
            let message = message!(
                "\"{}\" is none of: a list of choices, a list of entities, an attached file \
                 without its ending, a repeat as ${name}",
                name
            );
            let place = plan.place.column("parameters");
            findings.error(&place, "bad-parameter", message);
        }
    }
}
