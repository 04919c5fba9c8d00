"""A learner has their account erased, in the browser and with the rights of the functions."""

import json

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_a_learner_erases_the_account_and_signs_up_again(browser, stack, new_learner):
    learner = new_learner()
    visitor = Visitor(browser, stack)
    visitor.sign_in(learner)
    visitor.open("/profile")
    visitor.follow("See or erase your data")
    visitor.sees("Your data")
    visitor.says("Your profile: name, licenses, professions, choices, and consent to reporting")
    visitor.says("Credits that a provider reported about you, under the address that the provider has")
    assert visitor.violations() == []
    visitor.press("Erase my account")
    visitor.says("Check the box to confirm.")
    visitor.choose("Yes, erase the account of")
    visitor.press("Erase my account")
    visitor.sees("Your account is closed")
    expect(visitor.page.get_by_role("link", name="Log in").first).to_be_visible()

    # Until the hour is over, the account still signs in and gets nothing.
    visitor.sign_in(learner)
    visitor.open("/profile")
    visitor.says("This account was erased.")
    answer = stack.client("lambda").invoke(
        FunctionName=stack.outputs["GuardAccountsFunctionName"],
        Payload=json.dumps({"user_pool_id": stack.outputs["UserPoolId"]}).encode(),
    )
    told = json.loads(answer["Payload"].read())
    assert told["erased"] >= 1, told
    held = stack.client("dynamodb").get_item(
        TableName=stack.outputs["ClaimsTableName"],
        Key={"pk": {"S": f"ADDRESS#{learner.email}"}, "sk": {"S": "HOLDER"}},
    )
    assert "Item" not in held
    stack.client("cognito-idp").sign_up(
        ClientId=stack.outputs["UserPoolClientId"], Username=learner.email, Password=learner.password
    )
    visitor.close()
