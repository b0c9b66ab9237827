//! What a new site begins with: the two questionnaires of the work instruction, the words in which
//! consent is asked, and the first tree of themes. All of it is the site's own from then on.

use ledger::{Change, RecordId, SiteId, State, uuid_v7};

use crate::{
    Questionnaire, Theme,
    consent::Wording,
    demo::FormFile,
    derived::{FORM, derived},
    first_tree,
};

/// What a site lacks of it. Of a kind that it has, nothing is added: somebody has chosen those. The
/// ids follow from the site's id, so that doing it twice, or in two places, is doing it once.
pub fn first_contents(state: &State, site: SiteId, forms: &[FormFile<'_>]) -> Vec<Change> {
    let lacks = |kind: &str| state.records(kind).next().is_none();
    let mut changes = Vec::new();
    if lacks(Questionnaire::KIND) {
        changes.extend((1..).zip(forms).map(|(number, file)| {
            let which = RecordId(uuid_v7(0, [number; 10]));
            Questionnaire::change(
                derived(FORM, RecordId(site.0), which),
                (file.number, file.version),
                file.title,
                file.purpose,
                file.workbook,
            )
        }));
    }
    if lacks(Wording::KIND) {
        changes.extend(Wording::first());
    }
    if lacks(Theme::KIND) {
        changes.extend(first_tree(site));
    }
    changes
}
