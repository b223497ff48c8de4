# Vagrant's index of the machines of all projects, where the lab's are concerned.
#   index.rb check ROOT COUNT   succeeds when the lab's machines are in it, and running
#   index.rb forget ROOT        removes the lab's and the lab's of clones that are gone
# An index that a killed Vagrant left half written is set aside: Vagrant refuses to start on it.
require "fileutils"
require "json"

home = ENV["VAGRANT_HOME"] || File.join(Dir.home, ".vagrant.d")
path = File.join(home, "data", "machine-index", "index")
verb, root, count = ARGV
exit(verb == "forget") unless File.exist?(path)

File.open("#{path}.lock", File::RDWR | File::CREAT) do |lock|
  exit 1 unless 50.times.any? { lock.flock(File::LOCK_EX | File::LOCK_NB) || (sleep 0.2; false) }
  begin
    index = JSON.parse(File.read(path))
    machines = index.fetch("machines")
  rescue JSON::ParserError, KeyError
    exit 1 if verb == "check"
    File.rename(path, "#{path}.broken")
    exit 0
  end
  lab = machines.select { |_, m| m["provider"] == "docker" && m["name"].to_s.match?(/\Acore-\d\d\z/) }
  if verb == "check"
    here = lab.values.select { |m| m["vagrantfile_path"] == root }
    exit(here.count { |m| m["state"] == "running" } >= count.to_i)
  end
  lab.each do |uuid, m|
    id = File.join(m["local_data_path"].to_s, "machines", m["name"], "docker", "id")
    machines.delete(uuid) if m["vagrantfile_path"] == root || !File.exist?(id)
  end
  File.write("#{path}.new", JSON.dump(index))
  File.rename("#{path}.new", path)
end
