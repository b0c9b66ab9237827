//! Ids that follow from other ids, so that two people who write about the same thing without
//! knowing of each other write one record.

use ledger::{RecordId, uuid_v7};

use crate::sample::mixed;

/// The drawn units of a campaign in a building.
pub const SAMPLE: u64 = 1;
/// Who walks a building or a unit in a campaign.
pub const ASSIGNMENT: u64 = 2;
/// A questionnaire that a site begins with.
pub const FORM: u64 = 3;

/// The id for `what` about `first` and `second`: the time of `first`, and ten bytes mixed of all.
pub fn derived(what: u64, first: RecordId, second: RecordId) -> RecordId {
    let (one, _) = first.0.as_u64_pair();
    let (mut left, mut right) = (mixed(what), mixed(what ^ u64::MAX));
    for id in [first, second] {
        let (high, low) = id.0.as_u64_pair();
        for word in [high, low] {
            left = mixed(left ^ word);
            right = mixed(right.wrapping_add(word).rotate_left(23));
        }
    }
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&left.to_be_bytes());
    bytes[8..].copy_from_slice(&right.to_be_bytes()[..2]);
    RecordId(uuid_v7(one >> 16, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_things_have_the_same_id_and_others_another() {
        let id = |n: u8| RecordId(uuid_v7(1_700_000_000_000, [n; 10]));
        let one = derived(SAMPLE, id(1), id(2));
        assert_eq!(one, derived(SAMPLE, id(1), id(2)));
        for other in [
            derived(SAMPLE, id(2), id(1)),
            derived(SAMPLE, id(1), id(3)),
            derived(ASSIGNMENT, id(1), id(2)),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(one.0.get_version_num(), 7);
    }
}
