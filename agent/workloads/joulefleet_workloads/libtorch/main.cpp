// A runner that executes a TorchScript file with LibTorch (docs/agent-protocol.md, "Workload runners").
// Arguments as KEY=VALUE: events (descriptor), model, shape (without the batch), text (0 or 1), batch, batches, warmupBatches, warmupMaxS,
// gpu (0 or 1), half (0 or 1), seed, threads (0: LibTorch's own choice), options (the event that says what is used).
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/script.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Arguments = std::map<std::string, std::string>;

double now_us() {
  // CLOCK_MONOTONIC on Linux, as Python's time.monotonic().
  using namespace std::chrono;
  return duration<double, std::micro>(steady_clock::now().time_since_epoch()).count();
}

std::string quoted(const std::string& text) {
  std::ostringstream out;
  out << '"';
  for (unsigned char c : text) {
    if (c == '"' || c == '\\') out << '\\' << c;
    else if (c < 0x20) out << ' ';
    else out << c;
  }
  out << '"';
  return out.str();
}

class Events {
 public:
  explicit Events(int descriptor) : descriptor_(descriptor) {}

  void line(const std::string& text) const {
    const std::string whole = text + "\n";
    size_t done = 0;
    while (done < whole.size()) {
      const ssize_t written = ::write(descriptor_, whole.data() + done, whole.size() - done);
      if (written < 0) std::_Exit(1);
      done += static_cast<size_t>(written);
    }
  }

  void say(const std::string& event, double t_us) const {
    std::ostringstream out;
    out << "{\"event\": \"" << event << "\", \"tUs\": " << static_cast<long long>(std::llround(t_us)) << "}";
    line(out.str());
  }

  void fail(const std::string& code, const std::string& message) const {
    line("{\"event\": \"error\", \"code\": " + quoted(code) + ", \"message\": " + quoted(message.substr(0, 600)) + "}");
  }

 private:
  int descriptor_;
};

class Model {
 public:
  explicit Model(const Arguments& arguments) : gpu_(arguments.at("gpu") == "1") {
    const torch::Device device(gpu_ ? torch::kCUDA : torch::kCPU);
    const int threads = std::stoi(arguments.at("threads"));
    if (threads > 0) at::set_num_threads(threads);
    module_ = torch::jit::load(arguments.at("model"), device);
    module_.eval();
    torch::manual_seed(std::stoull(arguments.at("seed")));
    std::vector<int64_t> shape{std::stoll(arguments.at("batch"))};
    std::istringstream dimensions(arguments.at("shape"));
    for (std::string each; std::getline(dimensions, each, 'x');) shape.push_back(std::stoll(each));
    if (arguments.at("text") == "1") {
      inputs_.push_back(torch::randint(1000, 30522, shape, torch::kInt64).to(device));
      inputs_.push_back(torch::ones(shape, torch::kInt64).to(device));
    } else {
      torch::Tensor input = torch::rand(shape).to(device);
      inputs_.push_back(arguments.at("half") == "1" ? input.to(torch::kHalf) : input);
    }
    wait();
  }

  // Returns when the batch is done.
  void infer() {
    module_.forward(inputs_);
    wait();
  }

  void wait() const {
    if (gpu_) torch::cuda::synchronize();
  }

 private:
  bool gpu_;
  torch::jit::script::Module module_;
  std::vector<torch::jit::IValue> inputs_;
};

void warm_up(Model& model, const Arguments& arguments, const Events& events) {
  const double until_us = now_us() + std::stod(arguments.at("warmupMaxS")) * 1e6;
  for (long i = 0; i < std::stol(arguments.at("warmupBatches")); i++) {
    model.infer();
    events.say("batch", now_us());
    if (now_us() >= until_us) break;
  }
}

bool wait_for_go() {
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find("\"go\"") != std::string::npos) return true;
  }
  return false;
}

std::string describe(std::vector<double> times_us) {
  const double count = static_cast<double>(times_us.size());
  const double mean = std::accumulate(times_us.begin(), times_us.end(), 0.0) / count;
  double square = 0;
  for (double t : times_us) square += (t - mean) * (t - mean);
  std::sort(times_us.begin(), times_us.end());
  const auto quantile = [&](double share) {
    return times_us[static_cast<size_t>(std::max(0.0, std::ceil(share * count) - 1))];
  };
  std::ostringstream out;
  out.precision(12);
  out << "{\"event\": \"batches\", \"count\": " << times_us.size() << ", \"meanUs\": " << mean
      << ", \"sdUs\": " << (count > 1 ? std::sqrt(square / (count - 1)) : 0.0) << ", \"p50Us\": " << quantile(0.50)
      << ", \"p95Us\": " << quantile(0.95) << ", \"p99Us\": " << quantile(0.99)
      << ", \"maxUs\": " << std::max(mean, times_us.back()) << "}";
  return out.str();
}

int run(const Arguments& arguments, const Events& events) {
  torch::NoGradGuard no_grad;
  events.say("load_start", now_us());
  Model model(arguments);
  events.say("load_end", now_us());
  events.say("warmup_start", now_us());
  warm_up(model, arguments, events);
  events.line(arguments.at("options"));
  events.say("warmup_end", now_us());
  if (!wait_for_go()) {
    events.fail("not_started", "standard input ended before the line {\"op\": \"go\"}");
    return 1;
  }
  std::vector<double> marks_us(static_cast<size_t>(std::stol(arguments.at("batches"))) + 1);
  marks_us[0] = now_us();
  for (size_t i = 1; i < marks_us.size(); i++) {
    model.infer();
    marks_us[i] = now_us();
  }
  std::vector<double> times_us(marks_us.size() - 1);
  for (size_t i = 0; i < times_us.size(); i++) times_us[i] = marks_us[i + 1] - marks_us[i];
  events.say("inference_start", marks_us.front());
  events.say("inference_end", marks_us.back());
  events.line(describe(times_us));
  return 0;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; i++) {
    const std::string each = values[i];
    const size_t at = each.find('=');
    if (at != std::string::npos) arguments[each.substr(0, at)] = each.substr(at + 1);
  }
  const Events events(std::stoi(arguments.at("events")));
  try {
    return run(arguments, events);
  } catch (const std::exception& error) {
    const std::string message = error.what();
    const bool memory = message.find("out of memory") != std::string::npos || message.find("bad_alloc") != std::string::npos;
    events.fail(memory ? "out_of_memory" : "workload_failed", message);
    return 1;
  }
}
