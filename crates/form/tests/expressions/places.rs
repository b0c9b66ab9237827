//! Places: points, lines and shapes.

use crate::check::check;

const XML: &str = "<data><p>7.9377 -11.5845 0 0</p><p>7.9324 -11.5902 0 0</p></data>";

#[test]
fn distances_add_up_from_point_to_point() {
    check(
        XML,
        "/data",
        "
        distance(p)                              => 861.99
        distance('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0') => 861.99
        distance(p[1], p[2])                     => 861.99
        distance('0 0', '0 1', '0 2')            => 222637.69
        distance('90 0;90 1')                    => 0
        distance('')                             => NaN
        distance('500 0;0 0')                    => NaN
        ",
    );
}

#[test]
fn areas_close_by_themselves() {
    check(
        XML,
        "/data",
        "
        area('0 0;0 1;1 1;1 0')                  => 12391256135.81
        area('0 0;0 1;1 1;1 0;0 0')              => 12391256135.81
        enclosed-area('0 0;0 1')                 => 0
        area('a')                                => NaN
        ",
    );
}

#[test]
fn a_point_is_inside_a_fence_or_on_its_border() {
    check(
        XML,
        "/data",
        "
        geofence('1 1', '0 0;0 4;4 4;4 0;0 0')   => true
        geofence('5 1', '0 0;0 4;4 4;4 0;0 0')   => false
        geofence('0 2', '0 0;0 4;4 4;4 0;0 0')   => true
        geofence('4 4', '0 0;0 4;4 4;4 0;0 0')   => true
        geofence('1 2', '0 0;4 0;4 4;2 1;0 4')   => true
        geofence('1 3', '0 0;4 0;4 4;2 1;0 4')   => false
        geofence('', '0 0;0 4;4 4;4 0;0 0')      => false
        geofence('1 1', '0 0;0 4')               => false
        ",
    );
}

#[test]
fn a_line_crosses_itself_or_does_not() {
    check(
        XML,
        "/data",
        "
        intersects('0 0;0 2;1 1;-1 1')           => true
        intersects('0 0;0 2;2 2;2 0;0 0')        => false
        intersects('0 0;2 2;2 0;0 2;0 0')        => true
        intersects('0 0;0 2;0 1')                => true
        intersects('0 0;0 2;1 2;0 2')            => true
        intersects('0 0;0 1;0 1;0 2')            => false
        intersects('0 0')                        => false
        intersects('')                           => false
        ",
    );
}
