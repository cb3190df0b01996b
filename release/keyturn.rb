# Homebrew's formula, for a tap. Put the address of the release in place of RELEASE_ADDRESS.
class Keyturn < Formula
  desc "Rotates access keys of AWS IAM users"
  homepage "RELEASE_ADDRESS"
  url "RELEASE_ADDRESS/keyturn-@VERSION@-any.zip"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "openjdk@25"

  def install
    rm "keyturn.cmd"
    zsh_completion.install "completions/_keyturn", "completions/keyturn.bash"
    bash_completion.install_symlink zsh_completion/"keyturn.bash" => "keyturn"
    man1.install "man/man1/keyturn.1"
    libexec.install "keyturn", "jvm.options", "lib"
    (bin/"keyturn").write_env_script libexec/"keyturn", JAVA_HOME: Formula["openjdk@25"].opt_prefix
  end

  test do
    assert_match "keyturn @VERSION@", shell_output("#{bin}/keyturn --version")
  end
end
