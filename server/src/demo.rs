//! The demo site, for a server that has none.

use chrono::Utc;
use needs::{
    Localised, Purpose,
    demo::{self, Demo, FormFile},
};

use crate::{
    ledgers,
    storage::{Opening, Storage},
};

/// How large the demo site is, and how much of its campaign is done.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Doors.
    pub households: u32,
    /// Doors that were visited, in percent.
    pub visited: u32,
}

/// The same flats with the same names on every machine.
const SEED: u64 = 816;

/// The questionnaires that come with the program.
pub(crate) const FORMS: [FormFile<'static>; 2] = [
    FormFile {
        number: "QP-08-16-F001",
        version: "2026112201",
        title: Localised {
            zh_hant: "客戶服務需求調查表",
            zh_hans: "客户服务需求调查表",
            en: "Customer service needs survey",
        },
        purpose: Purpose::Survey,
        workbook: include_bytes!("../../forms/QP-08-16-F001.xlsx"),
    },
    FormFile {
        number: "QP-08-16-F002",
        version: "2026112201",
        title: Localised {
            zh_hant: "客戶服務需求訪談記錄表",
            zh_hans: "客户服务需求访谈记录表",
            en: "Customer service needs interview record",
        },
        purpose: Purpose::Interview,
        workbook: include_bytes!("../../forms/QP-08-16-F002.xlsx"),
    },
];

/// Makes the demo site unless there is a site already; gives the number of its entries.
pub(crate) async fn found(storage: &Storage, size: Size) -> Result<Option<usize>, String> {
    if !storage
        .sites()
        .await
        .map_err(|error| error.to_string())?
        .is_empty()
    {
        return Ok(None);
    }
    let mut estate = demo::estate(&Demo {
        seed: SEED,
        households: size.households,
        today: Utc::now().date_naive(),
        forms: FORMS.to_vec(),
    });
    let visits = demo::history(&estate, SEED, size.visited);
    estate.changes.extend(visits);
    ledgers::found(
        storage,
        estate.site,
        estate.actor,
        estate.changes,
        Opening::Open,
    )
    .await
    .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covers_say_what_the_workbooks_say() {
        for file in FORMS {
            let reading = form::read_xlsx(file.workbook);
            assert_eq!(reading.diagnostics, [], "{}", file.number);
            let form = reading.form.unwrap();
            assert_eq!((form.id(), form.version()), (file.number, file.version));
            let Localised {
                zh_hant,
                zh_hans,
                en,
            } = file.title;
            assert_eq!(form.title(), [zh_hant, zh_hans, en].join(" · "));
        }
    }
}
