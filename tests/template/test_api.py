"""How the API is opened."""


def test_checking_certificates_has_a_limit_of_its_own_below_that_of_the_api(template, resources):
    api = resources["HttpApi"]["Properties"]
    ((route, limits),) = api["RouteSettings"].items()
    events = resources["CertificatePdf"]["Properties"]["Events"].values()
    public = [one["Properties"] for one in events if one["Properties"].get("Auth") == {"Authorizer": "NONE"}]
    assert [f"{one['Method']} {one['Path']}" for one in public] == [route]
    given = {name: template["Parameters"][value["Ref"]]["Default"] for name, value in limits.items()}
    whole = {
        name: template["Parameters"][value["Ref"]]["Default"] for name, value in api["DefaultRouteSettings"].items()
    }
    assert given.keys() == whole.keys()
    assert all(given[name] < whole[name] for name in given)
