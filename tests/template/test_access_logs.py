"""What is logged of calls that pass the API by: who reaches a bucket with personal data, and what the portal gets."""

OPEN = {"PortalBucket", "LogBucket"}  # the portal's files, which everybody may read, and the lines themselves
WHO_OR_TOKEN = {"c-ip", "x-forwarded-for", "cs-uri-query", "cs(Cookie)", "cs(Referer)", "cs(User-Agent)", "c-port"}


def test_every_bucket_with_personal_data_says_who_reached_it(of_type):
    buckets = of_type("AWS::S3::Bucket")
    logged = {name: one["LoggingConfiguration"] for name, one in buckets.items() if "LoggingConfiguration" in one}
    assert set(buckets) - set(logged) == OPEN
    assert {one["DestinationBucketName"]["Ref"] for one in logged.values()} == {"LogBucket"}
    prefixes = {one["LogFilePrefix"] for one in logged.values()}
    assert len(prefixes) == len(logged)
    (ending,) = [rule for rule in buckets["LogBucket"]["LifecycleConfiguration"]["Rules"] if "ExpirationInDays" in rule]
    assert all(one.startswith(ending["Prefix"]) for one in prefixes)
    assert "VersioningConfiguration" not in buckets["LogBucket"]  # a version would outlast the line


def test_only_s3_writes_the_lines_and_only_for_these_buckets(resources, of_type):
    statements = resources["LogBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = [one for one in statements if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["Action"] == "s3:PutObject"
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    sources = {one["Fn::GetAtt"] for one in allowed["Condition"]["ArnEquals"]["aws:SourceArn"]}
    assert sources == {f"{name}.Arn" for name in of_type("AWS::S3::Bucket") if name not in OPEN}


def test_the_log_of_the_portal_has_paths_and_answers_and_neither_addresses_nor_tokens(resources, template):
    delivery = resources["PortalLogDelivery"]["Properties"]
    assert {"cs-uri-stem", "sc-status", "time-taken", "x-edge-detailed-result-type"} <= set(delivery["RecordFields"])
    assert not WHO_OR_TOKEN & set(delivery["RecordFields"])
    source = resources["PortalLogSource"]["Properties"]
    assert source["ResourceArn"]["Fn::Sub"].endswith(":distribution/${PortalDistribution}")
    assert source["Name"] == delivery["DeliverySourceName"]
    assert delivery["DeliveryDestinationArn"] == {"Fn::GetAtt": "PortalLogTarget.Arn"}
    target = resources["PortalLogTarget"]["Properties"]
    assert target["DestinationResourceArn"] == {"Fn::GetAtt": "PortalLogs.Arn"}
    # CloudFront hands its log out in one region alone, and the local stack has none.
    parts = [one for name, one in resources.items() if name.startswith("PortalLog")]
    assert [one["Condition"] for one in parts] == ["LogsPortal"] * 4
    assert {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]} in template["Conditions"]["LogsPortal"]["Fn::And"]
