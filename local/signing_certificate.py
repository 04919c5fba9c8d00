"""`make signing-certificate`: the X.509 certificate with which a stack signs its certificates.

make signing-certificate STACK=laurel-prod ORGANIZATION="Example Society" COUNTRY=US    # a request for an authority
make signing-certificate STACK=laurel-prod FILE=chain.pem                               # install its answer
make signing-certificate STACK=laurel-dev ORGANIZATION="Example Society" SELF=yes       # self-made, for trying
"""

import argparse
import sys
from pathlib import Path

from laurel.signing.chains import Chain
from local.deployed import deployed
from local.signing import install, make
from local.troubles import TroubleError, told


def main() -> None:
    """Do what the arguments ask for. Raises TroubleError when it is refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    parser.add_argument("--organization", help="who signs, as readers of PDFs show it")
    parser.add_argument("--country", default="US", help="its country, two letters")
    parser.add_argument("--self-made", action="store_true", help="install a certificate that the key signs for itself")
    parser.add_argument("--file", type=Path, help="install the certificates in this file: PEM, the signer's first")
    asked = parser.parse_args()
    stack = deployed(asked.stack or None)
    client, outputs = stack.client, stack.outputs
    if asked.file:
        show_installed(install(client, outputs, asked.file.read_bytes()))
        return
    if not asked.organization:
        raise TroubleError("Who signs?", do='Add ORGANIZATION="Name of the society", or FILE=chain.pem.')
    if asked.self_made:
        show_installed(install(client, outputs, make(client, outputs, "self_made", asked.organization, asked.country)))
        print("It is self-made: readers of PDFs show it as not trusted. For learners, get one from an authority.")
    else:
        print(make(client, outputs, "request", asked.organization, asked.country).decode(), end="")
        print("Give this request to a certificate authority. Install its answer with FILE=chain.pem.", file=sys.stderr)


def show_installed(chain: Chain) -> None:
    """Say what signs from now on."""
    first = chain[0]
    print(f"Signer   {first.subject.human_friendly}")
    print(f"Issuer   {first.issuer.human_friendly}")
    print(f"Expires  {first.not_valid_after:%B %-d, %Y}")
    print("Certificates are signed with it within 5 minutes.")


if __name__ == "__main__":
    sys.exit(told(main))
