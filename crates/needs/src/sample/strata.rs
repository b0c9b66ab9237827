//! How many units each stratum gives.

/// Shares `seats` out in proportion to `sizes`: first the whole part of each share, then one more
/// each to the largest remainders; of equal remainders the earlier one's. Never more than there is.
pub fn proportional(seats: usize, sizes: &[usize]) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    let seats = seats.min(all);
    if all == 0 {
        return vec![0; sizes.len()];
    }
    let mut given: Vec<usize> = sizes.iter().map(|size| seats * size / all).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(seats * sizes[*at] % all));
    let left = seats - given.iter().sum::<usize>();
    for at in order.into_iter().take(left) {
        given[at] += 1;
    }
    given
}

/// Shares `seats` out evenly. What a stratum is too small for goes to the others, and what can't
/// be shared evenly to the earlier ones.
pub fn equal(seats: usize, sizes: &[usize]) -> Vec<usize> {
    let mut given = vec![0; sizes.len()];
    let mut left = seats.min(sizes.iter().sum());
    while left > 0 {
        let open: Vec<usize> = (0..sizes.len())
            .filter(|at| given[*at] < sizes[*at])
            .collect();
        let share = (left / open.len()).max(1);
        for at in open {
            let more = share.min(sizes[at] - given[at]).min(left);
            given[at] += more;
            left -= more;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_remainders_get_the_seats_that_are_left() {
        assert_eq!(proportional(10, &[50, 30, 20]), [5, 3, 2]);
        assert_eq!(proportional(10, &[40, 35, 25]), [4, 4, 2]);
        assert_eq!(proportional(7, &[10, 10, 10]), [3, 2, 2]);
        assert_eq!(proportional(99, &[3, 4]), [3, 4]);
        assert_eq!(proportional(5, &[0, 0]), [0, 0]);
        assert_eq!(proportional(0, &[5]), [0]);
    }

    #[test]
    fn equal_shares_stop_where_a_stratum_ends() {
        assert_eq!(equal(9, &[50, 30, 20]), [3, 3, 3]);
        assert_eq!(equal(10, &[2, 30, 20]), [2, 4, 4]);
        assert_eq!(equal(2, &[5, 5, 5]), [1, 1, 0]);
        assert_eq!(equal(99, &[3, 4]), [3, 4]);
        assert_eq!(equal(3, &[]), [0; 0]);
    }
}
